// The entrance of a pair of layers:
//     r_l = residual + dropScale[l, clip]·hidden
//     normed_l = (r_l - mean(r_l)) / sqrt(var(r_l) + 1e-5)·weight_l + bias_l
//     newResidual = r_0 + r_1                                              l = 0, 1
// residual, newResidual (rows, WIDTH) float; hidden (rows, WIDTH) ACT or null; dropScale
// (2, clips) float or null for 1; weight, bias (2, WIDTH) float; normed (2, rows, WIDTH) ACT;
// mean, inverseDeviation (2, rows) float or null. rows = clips·tokens.
// Plan: a row's lanes (row.cuh) keep it in registers; it is read once and written once. Without
// drop scales both layers see the same row and share its statistics.

#include "row.cuh"

extern "C" __global__ void __launch_bounds__(32 * BLOCK_WARPS) pair_norm(
    const float* residual, const ACT* hidden, const float* drop_scale, const float* weight,
    const float* bias, ACT* normed, float* new_residual, float* mean, float* inverse_deviation,
    int rows, int tokens) {
    const Lane at;
    const int clips = rows / tokens;
    for (int row = at.row; row < rows; row += at.step) {
        const long long start = (long long)row * WIDTH;
        Part r;
        Part h;
        r.read(at, residual + start);
        if (hidden) {
            h.read(at, hidden + start);
        } else {
            h.fill(0.0f);
        }
        Part sum;
        sum.fill(0.0f);
        float m = 0.0f;
        float s = 0.0f;
#pragma unroll
        for (int l = 0; l < 2; l++) {
            const float scale = drop_scale ? drop_scale[l * clips + row / tokens] : 1.0f;
            Part x;
#pragma unroll
            for (int i = 0; i < ITEMS; i++) {
#pragma unroll
                for (int v = 0; v < VEC; v++) {
                    // A dropped branch adds nothing even where it is not finite.
                    x.x[i][v] = scale == 0.0f ? r.x[i][v] : r.x[i][v] + scale * h.x[i][v];
                    sum.x[i][v] += x.x[i][v];
                }
            }
            if (l == 0 || drop_scale) {
                row_statistics(at, x, m, s);
            }
            Part y;
            row_affine(at, x, m, s, weight + l * WIDTH, bias + l * WIDTH, y);
            y.write(at, normed + (long long)l * rows * WIDTH + start);
            if (mean && at.lane == 0) {
                mean[l * rows + row] = m;
                inverse_deviation[l * rows + row] = s;
            }
        }
        sum.write(at, new_residual + start);
    }
}
