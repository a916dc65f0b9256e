// The Euclidean norm of gradients scattered in memory: norm = sqrt(Σ g²).
// chunks: what to add, at most 8192 values each; partial (chunks) float; norm (1) float.
// Plan: squared_chunks gives a chunk to a block of 256 threads, 4 values at a time where the chunk
// is aligned; norm_of_chunks is one block. Both add in a fixed order. A value that is not finite
// makes the norm not finite.

#include "packs.cuh"

struct Chunk {
    const float* values;
    long long count;
};

extern "C" __global__ void __launch_bounds__(256) squared_chunks(
    const Chunk* chunks, float* partial) {
    const Chunk chunk = chunks[blockIdx.x];
    const int count = (int)chunk.count;
    // Up to the first aligned value, then by fours, then the rest.
    const int head = min(count, (int)((16 - ((unsigned long long)chunk.values & 15)) / 4 % 4));
    const int packs = (count - head) / 4;
    float sum = 0.0f;
    for (int i = threadIdx.x; i < packs; i += 256) {
        float x[4];
        load<4>(chunk.values + head + i * 4, x);
#pragma unroll
        for (int v = 0; v < 4; v++) {
            sum += x[v] * x[v];
        }
    }
    const int rest = count - packs * 4;
    if (threadIdx.x < rest) {
        const int i = threadIdx.x < head ? threadIdx.x : threadIdx.x + packs * 4;
        sum += chunk.values[i] * chunk.values[i];
    }
    sum = block_total<8>(sum);
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = sum;
    }
}

extern "C" __global__ void __launch_bounds__(1024) norm_of_chunks(
    const float* partial, float* norm, int chunks) {
    float sum = 0.0f;
#pragma unroll 4
    for (int i = threadIdx.x; i < chunks; i += 1024) {
        sum += partial[i];
    }
    sum = block_total<32>(sum);
    if (threadIdx.x == 0) {
        norm[0] = sqrtf(sum);
    }
}
