// The end of the stack, the same norm twice:
//     r = residual + dropScale[clip]·hidden,  encoded = LN(LN(r)),  epsilon 1e-5
// residual, encoded (rows, WIDTH) float; hidden (rows, WIDTH) ACT; dropScale (clips) or null for
// 1; weight, bias (WIDTH); statistics (4, rows) or null: mean and inverse deviation of the first,
// then of the second norm. rows = clips·tokens.
// Plan: a row's lanes (row.cuh) keep it in registers through both norms.

#include "row.cuh"

extern "C" __global__ void __launch_bounds__(32 * BLOCK_WARPS) final_norm(
    const float* residual, const ACT* hidden, const float* drop_scale, const float* weight,
    const float* bias, float* encoded, float* statistics, int rows, int tokens) {
    const Lane at;
    for (int row = at.row; row < rows; row += at.step) {
        const long long start = (long long)row * WIDTH;
        const float scale = drop_scale ? drop_scale[row / tokens] : 1.0f;
        Part x;
        Part h;
        x.read(at, residual + start);
        h.read(at, hidden + start);
#pragma unroll
        for (int i = 0; i < ITEMS; i++) {
#pragma unroll
            for (int v = 0; v < VEC; v++) {
                x.x[i][v] += scale == 0.0f ? 0.0f : scale * h.x[i][v];
            }
        }
#pragma unroll
        for (int n = 0; n < 2; n++) {
            float m;
            float s;
            row_statistics(at, x, m, s);
            Part y;
            row_affine(at, x, m, s, weight, bias, y);
            x = y;
            if (statistics && at.lane == 0) {
                statistics[2 * n * rows + row] = m;
                statistics[(2 * n + 1) * rows + row] = s;
            }
        }
        x.write(at, encoded + start);
    }
}
