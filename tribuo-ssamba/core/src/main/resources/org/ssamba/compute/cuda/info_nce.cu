// The discriminative objective, per clip, p = softmax of each row of scores:
//     loss = -Σ_i ln p[i, i];  gradScores[i, j] = gradScale·(p[i, j] - [i = j])
//     correct = how many j have j = arg max_i p[i, j], the lowest i among equals
// scores (clips, m, m) float; gradScores (clips, m, m) ACT or null; row_loss, row_max, row_sum,
// right (clips, m) float, scratch.
// Plan: info_nce_rows gives a row to a warp (8 rows a block), which reads it three times, from
// cache but for the first. info_nce_columns gives 32 columns of a clip to a block of 32 × 16
// threads: row lane y looks at rows y, y + 16, …, and the lanes are compared in order.
// total.cu then adds row_loss and right per clip.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) info_nce_rows(
    const float* scores, float* row_loss, float* row_max, float* row_sum, ACT* grad_scores,
    int rows, int m, float grad_scale) {
    const int row = blockIdx.x * 8 + threadIdx.x / 32;
    const int lane = threadIdx.x % 32;
    if (row >= rows) {
        return;
    }
    const float* s = scores + (long long)row * m;
    const int own = row % m;
    float max = -FLOAT_INFINITY;
    for (int j = lane; j < m; j += 32) {
        max = fmaxf(max, s[j]);
    }
    max = warp_max(max);
    float sum = 0.0f;
    for (int j = lane; j < m; j += 32) {
        sum += expf(s[j] - max);
    }
    sum = warp_sum(sum);
    if (lane == 0) {
        row_loss[row] = logf(sum) + max - s[own];
        row_max[row] = max;
        row_sum[row] = sum;
    }
    if (grad_scores) {
        ACT* g = grad_scores + (long long)row * m;
        for (int j = lane; j < m; j += 32) {
            const float p = expf(s[j] - max) / sum;
            round_to(grad_scale * (p - (j == own ? 1.0f : 0.0f)), g[j]);
        }
    }
}

extern "C" __global__ void __launch_bounds__(512) info_nce_columns(
    const float* scores, const float* row_max, const float* row_sum, float* right, int m) {
    __shared__ float best_p[16][33];
    __shared__ int best_i[16][33];
    const int column = blockIdx.x * 32 + threadIdx.x;
    const long long clip = blockIdx.y;
    float p_best = -1.0f;
    int i_best = m;
    if (column < m) {
        for (int i = threadIdx.y; i < m; i += 16) {
            const long long row = clip * m + i;
            const float p = expf(scores[row * m + column] - row_max[row]) / row_sum[row];
            if (p > p_best) {
                p_best = p;
                i_best = i;
            }
        }
    }
    best_p[threadIdx.y][threadIdx.x] = p_best;
    best_i[threadIdx.y][threadIdx.x] = i_best;
    __syncthreads();
    if (threadIdx.y == 0 && column < m) {
#pragma unroll
        for (int y = 1; y < 16; y++) {
            const float p = best_p[y][threadIdx.x];
            const int i = best_i[y][threadIdx.x];
            if (p > p_best || (p == p_best && i < i_best)) {
                p_best = p;
                i_best = i;
            }
        }
        right[clip * m + column] = i_best == column ? 1.0f : 0.0f;
    }
}
