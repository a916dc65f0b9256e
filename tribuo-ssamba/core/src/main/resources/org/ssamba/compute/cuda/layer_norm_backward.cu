// Gradients of layer_norm.
// gradY (rows, WIDTH) ACT; x, gradX (rows, WIDTH) float, gradX may be null; mean,
// inverseDeviation (rows); weight (WIDTH); partial (blocks, [weight, bias], WIDTH) float.
// Plan: as pair_norm_backward.cu.

#include "row.cuh"

extern "C" __global__ void __launch_bounds__(32 * BLOCK_WARPS) layer_norm_backward(
    const ACT* grad_y, const float* x, const float* mean, const float* inverse_deviation,
    const float* weight, float* grad_x, float* partial, int rows) {
    const Lane at;
    Part sums[2];
    sums[0].fill(0.0f);
    sums[1].fill(0.0f);
    for (int row = at.row; row < rows; row += at.step) {
        const long long start = (long long)row * WIDTH;
        const float m = mean[row];
        const float s = inverse_deviation[row];
        Part xhat;
        xhat.read(at, x + start);
#pragma unroll
        for (int i = 0; i < ITEMS; i++) {
#pragma unroll
            for (int v = 0; v < VEC; v++) {
                xhat.x[i][v] = (xhat.x[i][v] - m) * s;
            }
        }
        Part g;
        g.read(at, grad_y + start);
        row_norm_backward(at, g, xhat, s, weight, sums[0], sums[1]);
        if (grad_x) {
            g.write(at, grad_x + start);
        }
    }
    write_partials(at, sums, partial);
}
