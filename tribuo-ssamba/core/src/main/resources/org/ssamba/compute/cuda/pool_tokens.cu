// pooled[clip, s] = mean of encoded[clip, r] over the tokens r with segment[r] = s.
// encoded (clips, tokens, width) float; segment (tokens) int, -1 for none; pooled
// (clips, segments, width) float; partial (clips, segments, parts, width) float and counts
// (clips, segments, parts) int lie between the two kernels.
// Plan: a block of 32 columns x 16 token lanes for one clip (z), segment (y) and part of the tokens;
// lane t adds tokens t, t + 16, ... of the part, the lanes are added in order, then the parts.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(512) pool_tokens(
    const float* encoded, const int* segment, float* partial, int* counts, int tokens, int segments,
    int width, int parts) {
    __shared__ float lanes[16][33];
    __shared__ int found[16];
    const int columns = gridDim.x / parts;
    const int part = blockIdx.x / columns;
    const int column = blockIdx.x % columns * 32 + threadIdx.x;
    const int first = (int)((long long)tokens * part / parts);
    const int end = (int)((long long)tokens * (part + 1) / parts);
    const float* from = encoded + (long long)blockIdx.z * tokens * width + column;
    float sum = 0.0f;
    int count = 0;
#pragma unroll 4
    for (int t = first + threadIdx.y; t < end; t += 16) {
        if (segment[t] == (int)blockIdx.y) {
            count++;
            if (column < width) {
                sum += from[(long long)t * width];
            }
        }
    }
    lanes[threadIdx.y][threadIdx.x] = sum;
    if (threadIdx.x == 0) {
        found[threadIdx.y] = count;
    }
    __syncthreads();
    if (threadIdx.y == 0) {
        sum = 0.0f;
        count = 0;
#pragma unroll
        for (int y = 0; y < 16; y++) {
            sum += lanes[y][threadIdx.x];
            count += found[y];
        }
        const int at = (blockIdx.z * segments + blockIdx.y) * parts + part;
        if (column < width) {
            partial[(long long)at * width + column] = sum;
        }
        if (column == 0) {
            counts[at] = count;
        }
    }
}

// Grid: x = ceil(width / 256), y = segments, z = clips; block 256.
extern "C" __global__ void __launch_bounds__(256) mean_of_parts(
    const float* partial, const int* counts, float* pooled, int segments, int width, int parts) {
    const int column = blockIdx.x * 256 + threadIdx.x;
    if (column >= width) {
        return;
    }
    const int pool = blockIdx.z * segments + blockIdx.y;
    float sum = 0.0f;
    int count = 0;
    for (int part = 0; part < parts; part++) {
        sum += partial[((long long)pool * parts + part) * width + column];
        count += counts[pool * parts + part];
    }
    pooled[(long long)pool * width + column] = sum / count;
}
