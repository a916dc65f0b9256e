// Patch embeddings to tokens:
//     tokens[clip, 0] = classToken + positions[0]
//     tokens[clip, 1 + p] = (masked ? maskEmbedding : embedding[clip, p] + bias) + positions[1 + p]
// embedding (clips, patches, width) ACT; bias, classToken, maskEmbedding (width); positions
// (1 + patches, width); maskRank (clips, patches) int, -1 for visible, or null; tokens
// (clips, 1 + patches, width) float. width is a multiple of VEC.
// Plan: one thread takes VEC neighbouring columns of a token.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) embed_tokens(
    const ACT* embedding, const float* bias, const int* mask_rank, const float* mask_embedding,
    const float* class_token, const float* positions, float* tokens, int clips, int patches,
    int width) {
    const int packs = width / VEC;
    const long long i = (long long)blockIdx.x * 256 + threadIdx.x;
    if (i >= (long long)clips * (1 + patches) * packs) {
        return;
    }
    const int column = (int)(i % packs) * VEC;
    const int token = (int)(i / packs % (1 + patches));
    const long long clip = i / packs / (1 + patches);
    float x[VEC];
    if (token == 0) {
        load_each(class_token + column, x);
    } else {
        const long long patch = clip * patches + token - 1;
        if (mask_rank && mask_rank[patch] >= 0) {
            load_each(mask_embedding + column, x);
        } else {
            float b[VEC];
            load<VEC>(embedding + patch * width + column, x);
            load_each(bias + column, b);
#pragma unroll
            for (int v = 0; v < VEC; v++) {
                x[v] += b[v];
            }
        }
    }
    float position[VEC];
    load_each(positions + (long long)token * width + column, position);
#pragma unroll
    for (int v = 0; v < VEC; v++) {
        x[v] += position[v];
    }
    store<VEC>(tokens + i * VEC, x);
}
