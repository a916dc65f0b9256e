// gradEncoded[clip, r] = s < 0 ? 0 : gradPooled[clip, s] / tokens of segment s,  s = segment[r].
// gradPooled (clips, segments, width) float; segment (tokens) int; gradEncoded
// (clips, tokens, width) float; counts (segments) int, scratch.
// Plan: count_segments counts, one warp a segment; pool_tokens_backward then gives one thread VEC
// neighbouring columns of a token. width is a multiple of VEC.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(32) count_segments(
    const int* segment, int* counts, int tokens) {
    int count = 0;
    for (int t = threadIdx.x; t < tokens; t += 32) {
        count += segment[t] == (int)blockIdx.x;
    }
#pragma unroll
    for (int offset = 16; offset > 0; offset >>= 1) {
        count += __shfl_xor_sync(0xffffffffu, count, offset);
    }
    if (threadIdx.x == 0) {
        counts[blockIdx.x] = count;
    }
}

extern "C" __global__ void __launch_bounds__(256) pool_tokens_backward(
    const float* grad_pooled, const int* segment, const int* counts, float* grad_encoded,
    int clips, int tokens, int segments, int width) {
    const int packs = width / VEC;
    const long long i = (long long)blockIdx.x * 256 + threadIdx.x;
    if (i >= (long long)clips * tokens * packs) {
        return;
    }
    const int column = (int)(i % packs) * VEC;
    const int token = (int)(i / packs % tokens);
    const long long clip = i / packs / tokens;
    const int s = segment[token];
    float x[VEC];
#pragma unroll
    for (int v = 0; v < VEC; v++) {
        x[v] = 0.0f;
    }
    if (s >= 0) {
        load<VEC>(grad_pooled + (clip * segments + s) * width + column, x);
        const float scale = 1.0f / counts[s];
#pragma unroll
        for (int v = 0; v < VEC; v++) {
            x[v] *= scale;
        }
    }
    store<VEC>(grad_encoded + i * VEC, x);
}
