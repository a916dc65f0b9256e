// gradB and gradC of mixer_scan_backward: the partial sums of its groups of 64 channels, added in the
// order of the groups, and brought from fragments to rows.
//
// partialBC (4, clips, tiles, groups, [2 m + which], 32 lanes, 4) float32, as mixer_scan_backward.cu says;
// gradB, gradC bfloat16, 4 x (clips tokens, 16), strides scanStride, rowStride; rows are aligned to 4 bytes.
// Parallelism: a warp for the B or C of 8 steps.
// Grid: x = tiles, y = clips, z = 4 (scan); block 128.

#include "fragments.cuh"

extern "C" __global__ void __launch_bounds__(128)
mixer_scan_backward_bc(const float4* __restrict__ partialBC, ACT* __restrict__ gradB,
        ACT* __restrict__ gradC, long long scanStride, long long rowStride, int tokens, int groups) {
    const int thread = threadIdx.x, lane = thread & 31, g = lane >> 2, c = lane & 3;
    const int tile = blockIdx.x, tiles = gridDim.x, clip = blockIdx.y, scan = blockIdx.z;
    const bool down = scan == 1 || scan == 2;
    const float4* from = partialBC
            + ((long long) (scan * gridDim.y + clip) * tiles + tile) * groups * 128 + thread;
    float4 sum = from[0];
#pragma unroll 4
    for (int i = 1; i < groups; i++) {
        const float4 v = from[i * 128];
        sum = make_float4(sum.x + v.x, sum.y + v.y, sum.z + v.z, sum.w + v.w);
    }
    const unsigned low = transpose8(pack_bf16(sum.x, sum.y));   // step g; states 2c, 2c + 1
    const unsigned high = transpose8(pack_bf16(sum.z, sum.w));  // 8 more
    const int step = 16 * tile + 8 * (thread >> 6) + g;
    const int token = down ? 16 * tiles - 1 - step : step;
    if ((unsigned) token < (unsigned) tokens) {
        ACT* to = (thread & 32 ? gradC : gradB) + scan * scanStride
                + ((long long) clip * tokens + token) * rowStride + 2 * c;
        *(unsigned*) to = low;
        *(unsigned*) (to + 8) = high;
    }
}
