// What a head shows, per row. KIND: 0 softmax(x), 1 σ(x), 2 x.
// logits, scores (rows, columns) float.
// Plan: a warp a row, 4 rows a block.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(128) head_scores(
    const float* logits, float* scores, int rows, int columns) {
    const int row = blockIdx.x * 4 + threadIdx.x / 32;
    const int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* x = logits + (long long)row * columns;
    float* y = scores + (long long)row * columns;
#if KIND == 0
    float max = -FLOAT_INFINITY;
    for (int c = lane; c < columns; c += 32) {
        max = fmaxf(max, x[c]);
    }
    max = warp_max(max);
    float sum = 0.0f;
    for (int c = lane; c < columns; c += 32) {
        sum += expf(x[c] - max);
    }
    sum = warp_sum(sum);
#endif
    for (int c = lane; c < columns; c += 32) {
#if KIND == 0
        y[c] = expf(x[c] - max) / sum;
#elif KIND == 1
        y[c] = 1.0f / (1.0f + expf(-x[c]));
#else
        y[c] = x[c];
#endif
    }
}
