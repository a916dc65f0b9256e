// What follows the backward scan of a pair of bidirectional Mamba layers, up to the gradient of x, in one
// kernel. For layer l = 0, 1, direction d = 0, 1, scan s = 2 l + d (formulas forward: mixer_scan.cu):
//
//   p_t  = convBias_s + sum_k conv_s[k] x_{t -+ (3 - k)},  u_t = SiLU(p_t)            computed again
//   gp_t = (gradU_t + sum_c gradProj_t[c] W_s[c]) SiLU'(p_t)
//   gradX_j = sum_d sum_k conv_s[k] gp_{j +- (3 - k)}
//   gradW_s[c] = sum_t gradProj_t[c] u_t    gradConv_s[k] = sum_t gp_t x_{t -+ (3 - k)}    gradBias_s = sum_t gp_t
//
// Operands. bfloat16: x, gradX 2 x (rows, E), strides xLayer, xRow and gxLayer, gxRow in elements; gradU
//   4 x (rows, E); gradProj 4 x (rows, 16 RANK_TILES + 32) = LEAD unused columns | dt | B | C, strides projScan,
//   projRow; W (4, R + 32, E). float32: conv (4, E, 4), convBias (4, E). rows = clips tokens.
//   Partial sums, float32: sums (4, parts, (R + 37) E), of a scan and block gradConv (E, 4), gradBias (E) and
//   gradW (R + 32, E) side by side.
//
// Who does what. A warp has 16 channels of one scan and walks up over the tiles of 16 tokens of a piece of a
// clip, `run` tiles, then of others: a block has the pieces blockIdx.y, blockIdx.y + parts and so on. Warps of a
// block: 2 group + direction. The steps of a tile are in the scan's order, so both directions look back at
// x three steps before and ahead at gp three steps later; where time runs down, the tiles are in their rings in
// the opposite order. In tile i a warp computes gp of tile i, and what its direction gives gradX in tile i - 1; after
// the next barrier the two warps of a group add both directions of half a tile each.
//   Accumulator layout, row = channel g | g + 8, column = step 8 m + 2c | + 1 (lane = 4 g + c; fragments.cuh):
//   p, u, gp [m][i]. gradU + gradProj W: HMMA.16816 with A = W transposed, B = gradProj. gradW: A = u, B = gradProj.
// The order of all sums is fixed: the same bits every time.
//
// Macros: RANK (R, even). Grid: x = E / 32, y = parts, z = 2 (layer); block 128; dynamic shared memory
// sizeof(Block). E is a multiple of 32; 16 tokens xRow below 2^31.

#include "fragments.cuh"
#include "async_copy.cuh"
#include "short_functions.cuh"
#include "mixer_tile.cuh"

#define WARPS 4
#define RING 64                       // steps of gp that are kept
#define X_RING 128                    // steps of x
#define PROJ_TILES (PROJ / 16)
#define PROJ_CHUNKS (PROJ / 8)
#define PROJ_COPIES ((STEPS * PROJ_CHUNKS + 63) / 64)  // of a thread and tile

struct alignas(16) Warp {
    uint4 x[2 * X_RING], gp[2 * RING];       // rings of steps of 2 chunks of 8 channels
    uint4 gradU[3][32];                      // 16 steps x 2 chunks
    uint4 share[2][32];                      // half of what gradX gets, 16 tokens x 2 chunks
    uint4 weight[PROJ_TILES][32];            // A operand, lane by lane
    float4 conv[16];                         // half taps
    float bias[16];                          // half
};

struct alignas(16) Block {
    Warp warp[WARPS];
    unsigned char proj[2][3][STEPS * PROJ_ROW];
};

template <bool VALUE> struct Flag { static constexpr bool value = VALUE; };

extern "C" __global__ void __launch_bounds__(32 * WARPS, 3)
mixer_convolution_backward(const ACT* __restrict__ x, long long xLayer, int xRow,
        const float* __restrict__ conv, const float* __restrict__ convBias, const ACT* __restrict__ weight,
        const ACT* __restrict__ gradU, const ACT* __restrict__ gradProj, long long projScan, int projRow,
        ACT* __restrict__ gradX, long long gxLayer, int gxRow, float* __restrict__ sums,
        int clips, int tokens, int channels, int run) {
    extern __shared__ __align__(16) unsigned char raw[];
    Block& block = *(Block*) raw;
    const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, g = lane >> 2, c = lane & 3;
    Warp& w = block.warp[warp];
    const int layer = blockIdx.z, direction = warp & 1, scan = 2 * layer + direction;
    const bool down = (layer ^ direction) & 1;
    const int direct = down ? -1 : 1;
    const int channel0 = blockIdx.x * 32 + (warp >> 1) * 16;
    const int own = scan * channels + channel0;
    const int tiles = (tokens + STEPS - 1) / STEPS, chunks = (tiles + run - 1) / run;

    if (lane < 16) {
        const float4 taps = *(const float4*) (conv + 4 * (own + lane));
        w.conv[lane] = make_float4(0.5f * taps.x, 0.5f * taps.y, 0.5f * taps.z, 0.5f * taps.w);
        w.bias[lane] = 0.5f * convBias[own + lane];
    }
#pragma unroll
    for (int k = 0; k < PROJ_TILES; k++) {
        unsigned a[4];
#pragma unroll
        for (int i = 0; i < 4; i++) {
            const int column = 16 * k + 8 * (i >> 1) + g - LEAD;
            const unsigned pair = column >= 0
                    ? *(const unsigned*) (weight + ((long long) scan * (RANK + 32) + column) * channels
                            + channel0 + 8 * (i & 1) + 2 * c)
                    : 0u;
            a[i] = transpose8(pair);
        }
        w.weight[k][lane] = make_uint4(a[0], a[1], a[2], a[3]);
    }
    __syncwarp();

    float gradWeight[PROJ_CHUNKS][4], gradTap[2][4], gradConstant[2] = {0.0f, 0.0f};
#pragma unroll
    for (int k = 0; k < PROJ_CHUNKS; k++) {
#pragma unroll
        for (int i = 0; i < 4; i++) {
            gradWeight[k][i] = 0.0f;
        }
    }
#pragma unroll
    for (int i = 0; i < 8; i++) {
        gradTap[i >> 2][i & 3] = 0.0f;
    }

    // Addresses: of copies, this lane's step and chunk; of ldmatrix and stmatrix, this lane's row.
    const int row = lane >> 1, chunk = lane & 1;
    const int copied = down ? STEPS - 1 - row : row;
    const int matrixStep = (lane & 7) + ((lane >> 4) << 3), matrixChunk = (lane >> 3) & 1;
    const unsigned xBase = shared_address(w.x), gpBase = shared_address(w.gp);
    const unsigned here = ring_offset<RING>(row, chunk);
    const unsigned gradTo = shared_address(w.gradU) + here;
    const unsigned gradFrom = shared_address(w.gradU) + ring_offset<STEPS>(matrixStep, matrixChunk);
    const unsigned shareTo = shared_address(w.share)
            + ring_offset<STEPS>(down ? STEPS - 1 - matrixStep : matrixStep, matrixChunk);
    unsigned xFrom[3], ringFrom[3];
#pragma unroll
    for (int i = 0; i < 3; i++) {
        ringFrom[i] = ring_offset<RING>(matrixStep + 2 * i, matrixChunk);
        xFrom[i] = ring_offset<X_RING>(matrixStep - 4 + 2 * i, matrixChunk);
    }
    const unsigned projBase = shared_address(block.proj[direction][0]);
    const unsigned projFrom = projBase + matrixStep * PROJ_ROW + matrixChunk * 16;
    const int projIndex = (warp >> 1) * 32 + lane;
    unsigned projTo[PROJ_COPIES];
    int projCopied[PROJ_COPIES], projPart[PROJ_COPIES];
#pragma unroll
    for (int i = 0; i < PROJ_COPIES; i++) {
        const int at = projIndex + 64 * i, step = at / PROJ_CHUNKS, part = at - step * PROJ_CHUNKS;
        projTo[i] = projBase + step * PROJ_ROW + part * 16;
        projCopied[i] = down ? STEPS - 1 - step : step;
        projPart[i] = 8 * part;
    }
    // The half tile whose directions this warp adds: 8 tokens, 4 pieces of 4 channels.
    const int addRow = 8 * direction + g;
    const unsigned addFrom = ring_offset<STEPS>(addRow, c >> 1) + 8 * (c & 1);
    const unsigned firstShare = shared_address(block.warp[warp & ~1].share) + addFrom;
    const unsigned otherShare = shared_address(block.warp[warp | 1].share) + addFrom;

#pragma unroll 1
    for (int piece = blockIdx.y; piece < clips * chunks; piece += gridDim.y) {
        const int clip = piece / chunks, first = (piece - clip * chunks) * run;
        const int end = min(first + run, tiles);
        const long long clipRow = (long long) clip * tokens;
        int xToken = (first - 1) * STEPS + copied, gradToken = xToken;
        const ACT* xNext = x + layer * xLayer + (clipRow + xToken) * xRow + channel0 + 8 * chunk;
        const ACT* gradNext = gradU + ((long long) scan * clips * tokens + clipRow + gradToken) * channels
                + channel0 + 8 * chunk;
        const ACT* projNext[PROJ_COPIES];
        int projToken[PROJ_COPIES];
#pragma unroll
        for (int i = 0; i < PROJ_COPIES; i++) {
            projToken[i] = (first - 1) * STEPS + projCopied[i];
            projNext[i] = gradProj + scan * projScan + (clipRow + projToken[i]) * projRow + projPart[i];
        }
        // Tiles one after the other; outside the clip: zeros.
        auto fetch_x = [&](int tile) {
            copy16(xBase + here + ((direct * tile) & 7) * (STEPS * 32), xNext, (unsigned) xToken < (unsigned) tokens);
            xNext += STEPS * xRow;
            xToken += STEPS;
        };
        auto fetch = [&](int slot) {
            copy16(gradTo + slot * (STEPS * 32), gradNext, (unsigned) gradToken < (unsigned) tokens);
            gradNext += STEPS * channels;
            gradToken += STEPS;
#pragma unroll
            for (int i = 0; i < PROJ_COPIES; i++) {
                if (64 * i + 64 <= STEPS * PROJ_CHUNKS || projIndex + 64 * i < STEPS * PROJ_CHUNKS) {
                    copy16_cached(projTo[i] + slot * (STEPS * PROJ_ROW), projNext[i],
                            (unsigned) projToken[i] < (unsigned) tokens);
                }
                projNext[i] += STEPS * projRow;
                projToken[i] += STEPS;
            }
        };
        int tokenOut = (first - 3) * STEPS + addRow;
        ACT* out = gradX + layer * gxLayer + (clipRow + tokenOut) * gxRow + channel0 + 4 * c;
        // x is asked for three tiles ahead, since the next one is needed as well, gradients two.
        fetch_x(first - 1);
        fetch_x(first);
        fetch(0);
        end_group();
        fetch_x(first + 1);
        fetch(1);
        end_group();
        int slot = 0;
#pragma unroll 1
        for (int tile = first - 1; tile <= end + 1; tile++) {
            wait_groups<1>();
            __syncthreads();
            if (tile + 2 <= end) {
                fetch_x(tile + 3);
                fetch(slot == 0 ? 2 : slot - 1);
            }
            end_group();
            // Both directions of the tile before the last.
            if (tile - 2 >= first && tokenOut < tokens) {
                const unsigned turn = ((tile - 1) & 1) * (STEPS * 32);
                uint2 a, b;
                asm volatile("ld.shared.v2.u32 {%0,%1}, [%2];" : "=r"(a.x), "=r"(a.y) : "r"(firstShare + turn) : "memory");
                asm volatile("ld.shared.v2.u32 {%0,%1}, [%2];" : "=r"(b.x), "=r"(b.y) : "r"(otherShare + turn) : "memory");
                const uint2 sum = make_uint2(
                        pack_bf16(2.0f * (low_bf16(a.x) + low_bf16(b.x)), 2.0f * (high_bf16(a.x) + high_bf16(b.x))),
                        pack_bf16(2.0f * (low_bf16(a.y) + low_bf16(b.y)), 2.0f * (high_bf16(a.y) + high_bf16(b.y))));
                *(uint2*) out = sum;
            }
            out += STEPS * gxRow;
            tokenOut += STEPS;
            if (tile > end) {
                break;
            }

            const unsigned turn = ((direct * tile) & 3) * (STEPS * 32);
            const unsigned xTurn = ((direct * tile) & 7) * (STEPS * 32);
            unsigned packed[4] = {0, 0, 0, 0};
            // gp of a tile; of the piece's own tiles, what the parameters' gradients get.
            auto compute = [&](auto own_tile) {
                constexpr bool OWN = decltype(own_tile)::value;
                float gp[2][4], u[2][4];
                unsigned far[4], mid[4], near[4], given[4];
                ldmatrix4_trans(given, gradFrom + slot * (STEPS * 32));
                ldmatrix4_trans(far, xBase + ((xFrom[0] + xTurn) & 4095));
                ldmatrix4_trans(mid, xBase + ((xFrom[1] + xTurn) & 4095));
                ldmatrix4_trans(near, xBase + ((xFrom[2] + xTurn) & 4095));
#pragma unroll
                for (int i = 0; i < 4; i++) {  // 2 m + r
                    gp[i >> 1][2 * (i & 1)] = low_bf16(given[i]);
                    gp[i >> 1][2 * (i & 1) + 1] = high_bf16(given[i]);
                }
                const unsigned projAt = projFrom + slot * (STEPS * PROJ_ROW);
#pragma unroll
                for (int k = 0; k < PROJ_TILES; k++) {
                    unsigned b[4];
                    ldmatrix4(b, projAt + 32 * k);
                    if (k == 0) {
                        clear_unused(b, c);
                    }
                    const uint4 v = w.weight[k][lane];
                    const unsigned a[4] = {v.x, v.y, v.z, v.w};
                    mma16(gp[0], a, b[0], b[1]);
                    mma16(gp[1], a, b[2], b[3]);
                }
#pragma unroll
                for (int r = 0; r < 2; r++) {
                    const float4 taps = w.conv[g + 8 * r];
                    const float bias = w.bias[g + 8 * r];
#pragma unroll
                    for (int m = 0; m < 2; m++) {
                        const int i = 2 * m + r;
                        const float at[5] = {high_bf16(far[i]), low_bf16(mid[i]), high_bf16(mid[i]),
                                low_bf16(near[i]), high_bf16(near[i])};
#pragma unroll
                        for (int s = 0; s < 2; s++) {
                            float h = fmaf(taps.x, at[s], bias);
                            h = fmaf(taps.y, at[s + 1], h);
                            h = fmaf(taps.z, at[s + 2], h);
                            h = fmaf(taps.w, at[s + 3], h);
                            float t;
                            asm("tanh.approx.f32 %0, %1;" : "=f"(t) : "f"(h));
                            const float sigmoid = fmaf(0.5f, t, 0.5f), value = fmaf(h, t, h);
                            float& grad = gp[m][2 * r + s];
                            grad *= fmaf(-value, sigmoid, value) + sigmoid;
                            u[m][2 * r + s] = value;
                            if (OWN) {
#pragma unroll
                                for (int k = 0; k < 4; k++) {
                                    gradTap[r][k] = fmaf(grad, at[s + k], gradTap[r][k]);
                                }
                                gradConstant[r] += grad;
                            }
                        }
                        packed[i] = pack_bf16(gp[m][2 * r], gp[m][2 * r + 1]);
                    }
                }
                if (OWN) {
                    const unsigned uPacked[4] = {pack_bf16(u[0][0], u[0][1]), pack_bf16(u[0][2], u[0][3]),
                            pack_bf16(u[1][0], u[1][1]), pack_bf16(u[1][2], u[1][3])};
#pragma unroll
                    for (int k = 0; k < PROJ_TILES; k++) {
                        unsigned b[4];
                        ldmatrix4_trans(b, projAt + 32 * k);
                        mma16(gradWeight[2 * k], uPacked, b[0], b[2]);
                        mma16(gradWeight[2 * k + 1], uPacked, b[1], b[3]);
                    }
                }
            };
            if (tile >= first && tile < end) {
                compute(Flag<true>());
            } else if ((unsigned) tile < (unsigned) tiles) {
                compute(Flag<false>());
            }
            stmatrix4_trans(gpBase + ring_offset<RING>(matrixStep, matrixChunk) + turn,
                    packed[0], packed[1], packed[2], packed[3]);
            __syncwarp();

            // What this direction gives gradX in the tile before: gp there and up to three steps later.
            const unsigned before = ((direct * (tile - 1)) & 3) * (STEPS * 32);
            unsigned near[4], mid[4], far[4], share[4];
            ldmatrix4_trans(near, gpBase + ringFrom[0] + before);
            ldmatrix4_trans(mid, gpBase + ((ringFrom[1] + before) & 2047));
            ldmatrix4_trans(far, gpBase + ((ringFrom[2] + before) & 2047));
#pragma unroll
            for (int r = 0; r < 2; r++) {
                const float4 taps = w.conv[g + 8 * r];
#pragma unroll
                for (int m = 0; m < 2; m++) {
                    const int i = 2 * m + r;
                    const float at[5] = {low_bf16(near[i]), high_bf16(near[i]), low_bf16(mid[i]),
                            high_bf16(mid[i]), low_bf16(far[i])};
                    float y[2];
#pragma unroll
                    for (int s = 0; s < 2; s++) {
                        y[s] = taps.w * at[s];
                        y[s] = fmaf(taps.z, at[s + 1], y[s]);
                        y[s] = fmaf(taps.y, at[s + 2], y[s]);
                        y[s] = fmaf(taps.x, at[s + 3], y[s]);
                    }
                    share[i] = pack_bf16(y[0], y[1]);
                }
            }
            stmatrix4_trans(shareTo + (tile & 1) * (STEPS * 32), share[0], share[1], share[2], share[3]);
            slot = slot == 2 ? 0 : slot + 1;
        }
    }

    // Over the lanes of a channel, in a fixed tree.
    float* to = sums + ((long long) scan * gridDim.y + blockIdx.y) * (RANK + 37) * channels;
#pragma unroll
    for (int r = 0; r < 2; r++) {
        float sum[5] = {gradTap[r][0], gradTap[r][1], gradTap[r][2], gradTap[r][3], gradConstant[r]};
#pragma unroll
        for (int k = 0; k < 5; k++) {
#pragma unroll
            for (int offset = 1; offset < 4; offset <<= 1) {
                sum[k] += __shfl_xor_sync(FULL_WARP, sum[k], offset);
            }
        }
        if (c == 0) {
            const int channel = channel0 + g + 8 * r;
            *(float4*) (to + 4 * channel) = make_float4(sum[0], sum[1], sum[2], sum[3]);
            to[4 * channels + channel] = sum[4];
        }
    }
    to += 5 * channels + channel0 + g;
#pragma unroll
    for (int k = 0; k < PROJ_CHUNKS; k++) {
#pragma unroll
        for (int i = 0; i < 4; i++) {
            const int column = 8 * k + 2 * c + (i & 1) - LEAD;
            if (column >= 0) {
                to[column * channels + 8 * (i >> 1)] = gradWeight[k][i];
            }
        }
    }
}
