// Gradients of embed_tokens:
//     gradEmbedding[clip, p] = masked ? 0 : gradTokens[clip, 1 + p]
//     gradPositions[r] = Σ_clips gradTokens[clip, r],  gradClassToken = gradPositions[0]
//     gradBias, gradMaskEmbedding: sums of gradTokens over visible, over masked patches
// gradTokens (clips, 1 + patches, width) float; maskRank (clips, patches) int or null;
// gradEmbedding (clips, patches, width) ACT; gradPositions (1 + patches, width), gradClassToken
// (width) float, added to if asked to; partial (patches, [bias, mask], width) float.
// Plan: blockIdx.x is a token, a thread takes one column of it through all clips in order;
// reduce_partials.cu adds the tokens' shares of bias and mask.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(128) embed_tokens_backward(
    const float* grad_tokens, const int* mask_rank, ACT* grad_embedding, float* grad_class_token,
    float* grad_positions, float* partial, int clips, int patches, int width,
    int accumulate_class_token, int accumulate_positions) {
    const int token = blockIdx.x;
    const int column = blockIdx.y * 128 + threadIdx.x;
    if (column >= width) {
        return;
    }
    float visible = 0.0f;
    float masked = 0.0f;
#pragma unroll 4
    for (int clip = 0; clip < clips; clip++) {
        const float g =
            grad_tokens[((long long)clip * (1 + patches) + token) * width + column];
        if (token == 0) {
            visible += g;
            continue;
        }
        const long long patch = (long long)clip * patches + token - 1;
        const bool hidden = mask_rank && mask_rank[patch] >= 0;
        round_to(hidden ? 0.0f : g, grad_embedding[patch * width + column]);
        visible += hidden ? 0.0f : g;
        masked += hidden ? g : 0.0f;
    }
    const float all = visible + masked;
    float* position = grad_positions + (long long)token * width + column;
    *position = accumulate_positions ? *position + all : all;
    if (token == 0) {
        float* to = grad_class_token + column;
        *to = accumulate_class_token ? *to + all : all;
    } else {
        partial[(long long)(token - 1) * 2 * width + column] = visible;
        partial[((long long)(token - 1) * 2 + 1) * width + column] = masked;
    }
}
