// Gradients of pair_norm. With g_l the gradient of r_l through its norm plus gradNewResidual:
//     gradResidual = g_0 + g_1,  gradHidden = Σ_l dropScale[l, clip]·g_l
//     gradWeight_l = Σ_rows gradNormed_l·xhat_l,  gradBias_l = Σ_rows gradNormed_l
// gradNormed (2, rows, WIDTH) ACT; gradNewResidual, residual, gradResidual (rows, WIDTH) float;
// hidden, gradHidden (rows, WIDTH) ACT or both null; dropScale (2, clips) or null; mean,
// inverseDeviation (2, rows); weight (2, WIDTH); partial (blocks, [weight, bias], 2, WIDTH) float.
// Plan: as forward, each block taking every gridDim-th group of rows and keeping its share of the
// parameter gradients in registers; reduce_partials.cu adds the blocks' shares in order.

#include "row.cuh"

extern "C" __global__ void __launch_bounds__(32 * BLOCK_WARPS) pair_norm_backward(
    const ACT* grad_normed, const float* grad_new_residual, const float* residual,
    const ACT* hidden, const float* drop_scale, const float* mean, const float* inverse_deviation,
    const float* weight, float* grad_residual, ACT* grad_hidden, float* partial, int rows,
    int tokens) {
    const Lane at;
    const int clips = rows / tokens;
    Part sums[4];  // weight of layer 0, 1, bias of layer 0, 1
#pragma unroll
    for (int n = 0; n < 4; n++) {
        sums[n].fill(0.0f);
    }
    for (int row = at.row; row < rows; row += at.step) {
        const long long start = (long long)row * WIDTH;
        Part r;
        Part h;
        Part above;
        r.read(at, residual + start);
        above.read(at, grad_new_residual + start);
        if (hidden) {
            h.read(at, hidden + start);
        } else {
            h.fill(0.0f);
        }
        Part to_residual;
        Part to_hidden;
        to_residual.fill(0.0f);
        to_hidden.fill(0.0f);
#pragma unroll
        for (int l = 0; l < 2; l++) {
            const float scale = drop_scale ? drop_scale[l * clips + row / tokens] : 1.0f;
            const float m = mean[l * rows + row];
            const float s = inverse_deviation[l * rows + row];
            Part g;
            g.read(at, grad_normed + (long long)l * rows * WIDTH + start);
            Part xhat;
#pragma unroll
            for (int i = 0; i < ITEMS; i++) {
#pragma unroll
                for (int v = 0; v < VEC; v++) {
                    const float x =
                        scale == 0.0f ? r.x[i][v] : r.x[i][v] + scale * h.x[i][v];
                    xhat.x[i][v] = (x - m) * s;
                }
            }
            row_norm_backward(at, g, xhat, s, weight + l * WIDTH, sums[l], sums[2 + l]);
#pragma unroll
            for (int i = 0; i < ITEMS; i++) {
#pragma unroll
                for (int v = 0; v < VEC; v++) {
                    const float total = g.x[i][v] + above.x[i][v];
                    to_residual.x[i][v] += total;
                    to_hidden.x[i][v] += scale * total;
                }
            }
        }
        to_residual.write(at, grad_residual + start);
        if (grad_hidden) {
            to_hidden.write(at, grad_hidden + start);
        }
    }
    write_partials(at, sums, partial);
}
