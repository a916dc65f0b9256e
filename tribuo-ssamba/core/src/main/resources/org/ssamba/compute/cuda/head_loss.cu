// The loss of a supervised head, per row, times the row's weight, and its gradient. KIND:
//     0  softmax cross-entropy   -Σ_c t_c·ln softmax(x)_c,     gradient (Σt)·softmax(x) - t
//     1  sigmoid cross-entropy   mean_c of max(x,0) - x·t + ln(1 + e^-|x|),  (σ(x) - t)/columns
//     2  squared error           mean_c of (x - t)²,            2(x - t)/columns
// logits, targets (rows, columns) float; weights, loss (rows) float; gradLogits (rows, columns)
// ACT.
// Plan: a warp a row, 4 rows a block.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(128) head_loss(
    const float* logits, const float* targets, const float* weights, float* loss,
    ACT* grad_logits, int rows, int columns) {
    const int row = blockIdx.x * 4 + threadIdx.x / 32;
    const int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* x = logits + (long long)row * columns;
    const float* t = targets + (long long)row * columns;
    ACT* g = grad_logits + (long long)row * columns;
    const float weight = weights[row];
    float total = 0.0f;
#if KIND == 0
    float max = -FLOAT_INFINITY;
    for (int c = lane; c < columns; c += 32) {
        max = fmaxf(max, x[c]);
    }
    max = warp_max(max);
    float sum = 0.0f;
    float mass = 0.0f;
    for (int c = lane; c < columns; c += 32) {
        sum += expf(x[c] - max);
        mass += t[c];
    }
    sum = warp_sum(sum);
    mass = warp_sum(mass);
    const float log_sum = logf(sum) + max;
    for (int c = lane; c < columns; c += 32) {
        total += t[c] * (log_sum - x[c]);
        const float p = expf(x[c] - max) / sum;
        round_to(weight * (mass * p - t[c]), g[c]);
    }
    total = warp_sum(total);
#else
    const float share = 1.0f / columns;
    for (int c = lane; c < columns; c += 32) {
#if KIND == 1
        total += fmaxf(x[c], 0.0f) - x[c] * t[c] + log1pf(expf(-fabsf(x[c])));
        const float slope = 1.0f / (1.0f + expf(-x[c])) - t[c];
#else
        const float d = x[c] - t[c];
        total += d * d;
        const float slope = 2.0f * d;
#endif
        round_to(weight * share * slope, g[c]);
    }
    total = warp_sum(total) * share;
#endif
    if (lane == 0) {
        loss[row] = weight * total;
    }
}
