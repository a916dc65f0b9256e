// pooled[clip, s] = mean of encoded[clip, r] over the tokens r with segment[r] = s.
// encoded (clips, tokens, width) float; segment (tokens) int, -1 for none; pooled
// (clips, segments, width) float.
// Plan: a block of 32 columns × 16 token lanes for one clip (z) and segment (y); lane t adds
// tokens t, t + 16, … and the lanes are added in order.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(512) pool_tokens(
    const float* encoded, const int* segment, float* pooled, int tokens, int segments,
    int width) {
    __shared__ float lanes[16][33];
    __shared__ int counts[16];
    const int column = blockIdx.x * 32 + threadIdx.x;
    const float* from = encoded + (long long)blockIdx.z * tokens * width + column;
    float sum = 0.0f;
    int count = 0;
#pragma unroll 4
    for (int t = threadIdx.y; t < tokens; t += 16) {
        if (segment[t] == (int)blockIdx.y) {
            count++;
            if (column < width) {
                sum += from[(long long)t * width];
            }
        }
    }
    lanes[threadIdx.y][threadIdx.x] = sum;
    if (threadIdx.x == 0) {
        counts[threadIdx.y] = count;
    }
    __syncthreads();
    if (threadIdx.y == 0 && column < width) {
        sum = 0.0f;
        count = 0;
#pragma unroll
        for (int y = 0; y < 16; y++) {
            sum += lanes[y][threadIdx.x];
            count += counts[y];
        }
        pooled[((long long)blockIdx.z * segments + blockIdx.y) * width + column] = sum / count;
    }
}
