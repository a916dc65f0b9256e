// Gradients of final_norm: back through the second norm, then through the first.
//     gradResidual = gradient of r,  gradHidden = dropScale[clip]·gradient of r
//     gradWeight, gradBias: the sums over rows and over both uses
// gradEncoded, residual, gradResidual (rows, WIDTH) float; hidden, gradHidden (rows, WIDTH) ACT;
// dropScale (clips) or null; statistics (4, rows); weight, bias (WIDTH); partial
// (blocks, [weight, bias], WIDTH) float.
// Plan: as pair_norm_backward.cu; r and its first norm are computed again.

#include "row.cuh"

extern "C" __global__ void __launch_bounds__(32 * BLOCK_WARPS) final_norm_backward(
    const float* grad_encoded, const float* residual, const ACT* hidden, const float* drop_scale,
    const float* statistics, const float* weight, const float* bias, float* grad_residual,
    ACT* grad_hidden, float* partial, int rows, int tokens) {
    const Lane at;
    Part sums[2];
    sums[0].fill(0.0f);
    sums[1].fill(0.0f);
    for (int row = at.row; row < rows; row += at.step) {
        const long long start = (long long)row * WIDTH;
        const float scale = drop_scale ? drop_scale[row / tokens] : 1.0f;
        const float m1 = statistics[row];
        const float s1 = statistics[rows + row];
        const float m2 = statistics[2 * rows + row];
        const float s2 = statistics[3 * rows + row];
        Part first;
        Part h;
        first.read(at, residual + start);
        h.read(at, hidden + start);
#pragma unroll
        for (int i = 0; i < ITEMS; i++) {
#pragma unroll
            for (int v = 0; v < VEC; v++) {
                const float x = first.x[i][v] + (scale == 0.0f ? 0.0f : scale * h.x[i][v]);
                first.x[i][v] = (x - m1) * s1;
            }
        }
        Part second;
        row_affine(at, first, 0.0f, 1.0f, weight, bias, second);
#pragma unroll
        for (int i = 0; i < ITEMS; i++) {
#pragma unroll
            for (int v = 0; v < VEC; v++) {
                second.x[i][v] = (second.x[i][v] - m2) * s2;
            }
        }
        Part g;
        g.read(at, grad_encoded + start);
        row_norm_backward(at, g, second, s2, weight, sums[0], sums[1]);
        row_norm_backward(at, g, first, s1, weight, sums[0], sums[1]);
        g.write(at, grad_residual + start);
#pragma unroll
        for (int i = 0; i < ITEMS; i++) {
#pragma unroll
            for (int v = 0; v < VEC; v++) {
                g.x[i][v] *= scale;
            }
        }
        g.write(at, grad_hidden + start);
    }
    write_partials(at, sums, partial);
}
