// The same as mixer_scan.cu (formulas and operands there), for few clips: where there are fewer
// warps than the card has quarters of multiprocessors, a warp that does everything by itself waits
// for itself. Here the work of a scan is dealt out to warps of their own.
//
// A block has 16 channels of one scan of a clip, and four warps, each with a quarter of a
// multiprocessor to itself where the card has room, in step by one barrier a tile of 16 steps. While
// tile i is scanned,
//   one prepares tile i + 2: step sizes, convolution, SiLU, softplus, delta u,
//   two scan it, with 8 states each,
//   one finishes tile i - 1: the sum of both shares of y, the skip term, and the other direction's y and
//     the gate past the middle of the clip; it also asks for x, dt, B, C of tile i + 5, and for z and the other y two
//     tiles ahead.
// What they hand on lies in rings of 2, 4 or 8 tiles, so that nothing is overwritten while it may be
// read. The two directions of a layer are a cluster of two blocks: they meet in the middle of the clip
// as in mixer_scan.cu, at the cluster's barrier.
//
// Cost, a tile: each scan 56 MUFU and about 400 instructions, preparation 16 and 240, finish 8 and 200.
// The order of all sums is fixed.
//
// Macros: RANK (R, even). Grid: x = E / 8 (channels, direction), y = clips, z = 2 (layer); block 128;
// dynamic shared memory sizeof(Line). E is a multiple of 16; 16 tokens xRow and 2 E tokens below 2^31.

#include "fragments.cuh"
#include "async_copy.cuh"
#include "short_functions.cuh"
#include "mixer_tile.cuh"

#define RING 128                      // steps of x that are kept

// What the warps of a block share; rings by tile.
struct alignas(16) Line {
    uint4 x[2 * RING];
    unsigned char proj[8][STEPS * PROJ_ROW];
    float4 delta[4][2][40];           // [m][10 c + g]: (g; 2c), (g; 2c+1), (g+8; 2c), (g+8; 2c+1)
    uint4 du[4][32];                  // delta u as A operands of HMMA.1688: m = 0, m = 1
    float4 u[4][2][32];               // accumulator layout
    float4 y[2][2][2][32];            // [share], accumulator layout
    uint4 turned[32];                 // y, step by step
    uint4 z[4][32], other[4][32];     // lane by lane
    float4 conv[16];
    float4 constant[16];              // convBias, stepBias, skip
    int first;                        // the quarter of the first warp's work
};

// Where the tiles of a direction lie in memory: this lane's row and chunk of 8 channels.
struct Walk {
    int tokens, token, step;          // step: 16 or -16 tokens a tile
    long long row;                    // of all clips, of this lane in tile 0

    __device__ __forceinline__ Walk(int clip, int allTokens, int tiles, bool down, int lane) {
        tokens = allTokens;
        token = down ? tiles * STEPS - 1 - (lane >> 1) : lane >> 1;
        step = down ? -STEPS : STEPS;
        row = (long long) clip * tokens + token;
    }
    __device__ __forceinline__ bool inside(int tile) const {
        return (unsigned) (token + tile * step) < (unsigned) tokens;
    }
};

// Warp i of a block runs on quarter i of its multiprocessor. Blocks that share a multiprocessor turn
// their roles by two quarters, so that the warps that scan do not all meet on the same two.
__device__ __forceinline__ int first_quarter(int& shared) {
    unsigned place;
    asm volatile("mov.u32 %0, %%warpid;" : "=r"(place));
    if (threadIdx.x == 0) {
        shared = place >> 1 & 2;
    }
    __syncthreads();
    return shared;
}

// Waits for the other direction, which sees afterwards what this one stored.
__device__ __forceinline__ void meet() {
    asm volatile("barrier.cluster.arrive.release.aligned;" ::: "memory");
    asm volatile("barrier.cluster.wait.acquire.aligned;" ::: "memory");
}

extern "C" __global__ void __cluster_dims__(2, 1, 1) __launch_bounds__(128, 3)
mixer_scan_few(const ACT* __restrict__ x, long long xLayer, int xRow, int zOffset,
        const ACT* __restrict__ proj, long long projScan, int projRow,
        const float* __restrict__ conv, const float* __restrict__ convBias,
        const ACT* __restrict__ stepWeight, const float* __restrict__ stepBias,
        const float* __restrict__ aLog, const float* __restrict__ skip,
        ACT* out, int tokens, int channels) {
    extern __shared__ __align__(16) unsigned char raw[];
    const int lane = threadIdx.x & 31, g = lane >> 2, c = lane & 3;
    Line& line = *(Line*) raw;
    const int warp = ((threadIdx.x >> 5) + first_quarter(line.first)) & 3;
    const bool scans = warp < 2, prepares = warp == 2;
    const int direction = blockIdx.x & 1;
    const int layer = blockIdx.z, clip = blockIdx.y, scan = 2 * layer + direction;
    const bool down = (layer ^ direction) & 1;
    const int channel0 = (blockIdx.x >> 1) * 16;
    const int tiles = (tokens + STEPS - 1) / STEPS;
    const int upper = (tiles + 1) / 2;
    const int meeting = down ? tiles - upper : upper;  // own tiles before the directions meet
    const int own = scan * channels + channel0;
    const Walk walk(clip, tokens, tiles, down, lane);
    const int chunk = lane & 1;
    // ldmatrix and stmatrix of a 16 x 16 tile stored step by step: this lane's row and chunk.
    const int matrixStep = (lane & 7) + ((lane >> 4) << 3), matrixChunk = (lane >> 3) & 1;

    if (prepares) {
        unsigned weight[RANK_TILES][4];
        load_step_weights(weight, stepWeight + (long long) own * RANK, g, c);
        if (lane < 16) {
            line.conv[lane] = *(const float4*) (conv + 4 * (own + lane));
            line.constant[lane] =
                    make_float4(convBias[own + lane], stepBias[own + lane], skip[own + lane], 0.0f);
        }
        // Steps before the first token are 0.
        if (lane < 8) {
            line.x[2 * RING - 8 + lane] = make_uint4(0, 0, 0, 0);
        }
        const unsigned xBase = shared_address(line.x);
        const unsigned projFrom = shared_address(line.proj) + matrixStep * PROJ_ROW + 16 * matrixChunk;
        auto prepare = [&](int tile, int empty) {
            float delta[2][4], u[2][4];
            project_steps(delta, weight, projFrom + (tile & 7) * (STEPS * PROJ_ROW),
                    line.constant[g].y, line.constant[g + 8].y, c);
            unsigned pairs[3][4];             // x of steps 4 and 3 back, 2 and 1 back, the steps
#pragma unroll
            for (int i = 0; i < 3; i++) {
                ldmatrix4_trans(pairs[i],
                        xBase + ring_offset<RING>(STEPS * tile + matrixStep - 4 + 2 * i, matrixChunk));
            }
#pragma unroll
            for (int r = 0; r < 2; r++) {
                const float4 taps = line.conv[g + 8 * r];
                const float bias = line.constant[g + 8 * r].x;
#pragma unroll
                for (int m = 0; m < 2; m++) {
                    convolve_pair(u[m][2 * r], u[m][2 * r + 1], pairs[0][2 * m + r], pairs[1][2 * m + r],
                            pairs[2][2 * m + r], taps, bias);
                }
            }
            unsigned du[4];
#pragma unroll
            for (int m = 0; m < 2; m++) {
#pragma unroll
                for (int i = 0; i < 4; i++) {
                    delta[m][i] = 8 * m + 2 * c + (i & 1) < empty ? 0.0f : softplus_short(delta[m][i]);
                }
                line.delta[tile & 3][m][10 * c + g] =
                        make_float4(delta[m][0], delta[m][1], delta[m][2], delta[m][3]);
                line.u[tile & 3][m][lane] = make_float4(u[m][0], u[m][1], u[m][2], u[m][3]);
                du[2 * m] = pack_bf16(delta[m][0] * u[m][0], delta[m][1] * u[m][1]);
                du[2 * m + 1] = pack_bf16(delta[m][2] * u[m][2], delta[m][3] * u[m][3]);
            }
            line.du[tile & 3][lane] = make_uint4(du[0], du[1], du[2], du[3]);
        };
        __syncthreads();
        // A scan downwards begins with empty steps.
        prepare(0, down ? tiles * STEPS - tokens : 0);
        prepare(1, 0);
        __syncthreads();
#pragma unroll 1
        for (int tile = 0; tile < tiles; tile++) {
            if (tile == meeting) {
                meet();
            }
            prepare(tile + 2, 0);
            __syncthreads();
        }
        if (meeting == tiles) {
            meet();
        }
    } else if (scans) {
        float a2[4], h[4], a[4];
#pragma unroll
        for (int r = 0; r < 2; r++) {
            const float2 v = *(const float2*) (aLog + (own + g + 8 * r) * 16 + 8 * warp + 2 * c);
            a2[2 * r] = -LOG2E * __expf(v.x);
            a2[2 * r + 1] = -LOG2E * __expf(v.y);
            h[2 * r] = h[2 * r + 1] = 0.0f;
        }
        const unsigned projFrom = shared_address(line.proj) + matrixStep * PROJ_ROW + 16 * matrixChunk
                + 32 * RANK_TILES;
        unsigned bs[2], cs[2];               // by half of the tile
        uint4 du;
        auto take = [&](int tile) {
            const unsigned from = projFrom + (tile & 7) * (STEPS * PROJ_ROW);
            unsigned b[4], v[4];
            ldmatrix4_trans(b, from);         // [2 m + share]: steps 2c, 2c+1; state 8 share + g
            ldmatrix4(v, from + 32);          // [2 m + share]: states 8 share + 2c, + 1; step g
            bs[0] = warp ? b[1] : b[0];
            bs[1] = warp ? b[3] : b[2];
            cs[0] = warp ? v[1] : v[0];
            cs[1] = warp ? v[3] : v[2];
            du = line.du[tile & 3][lane];
        };
        // Decays one step ahead of their use; d2: delta of two steps.
        float4 d2;
        auto decay = [&](int tile, int t) {
            if (!(t & 1)) {
                d2 = line.delta[tile & 3][t >> 3][10 * ((t & 7) >> 1) + g];
            }
            const float d[2] = {t & 1 ? d2.y : d2.x, t & 1 ? d2.w : d2.z};
#pragma unroll
            for (int i = 0; i < 4; i++) {
                a[i] = ((i + 3 * t) & 7) == 0 ? exp2_by_fma(d[i >> 1], a2[i])
                                              : exp2_fast(d[i >> 1] * a2[i]);
            }
        };
        __syncthreads();
        __syncthreads();
        take(0);
        decay(0, 0);
#pragma unroll 1
        for (int tile = 0; tile < tiles; tile++) {
            if (tile == meeting) {
                meet();
            }
            float y[2][4];
#pragma unroll
            for (int t = 0; t < STEPS; t++) {
                const int m = t >> 3, q = t & 7, odd = t & 1;
                const float now[4] = {a[0], a[1], a[2], a[3]};
                decay(t < STEPS - 1 ? tile : tile + 1, (t + 1) & (STEPS - 1));
                // h = a h + (delta u) (x) B: the product of this step alone by HMMA, so that only an
                // FMA is on the way from step to step.
                const bool mine = c == (q >> 1);
                const unsigned b = bs[m] & (odd ? 0xffff0000u : 0x0000ffffu);
                float input[4] = {0.0f, 0.0f, 0.0f, 0.0f};
                mma8(input, m ? du.z : du.x, m ? du.w : du.y, mine ? b : 0u);
#pragma unroll
                for (int i = 0; i < 4; i++) {
                    h[i] = fmaf(h[i], now[i], input[i]);
                }
                float r[4] = {0.0f, 0.0f, 0.0f, 0.0f};
                mma8(r, pack_bf16(h[0], h[1]), pack_bf16(h[2], h[3]), cs[m]);
                if (q < 2) {
                    y[m][odd] = r[odd];
                    y[m][2 + odd] = r[2 + odd];
                } else {
                    y[m][odd] = mine ? r[odd] : y[m][odd];
                    y[m][2 + odd] = mine ? r[2 + odd] : y[m][2 + odd];
                }
            }
            take(tile + 1);
#pragma unroll
            for (int m = 0; m < 2; m++) {
                line.y[tile & 1][warp][m][lane] = make_float4(y[m][0], y[m][1], y[m][2], y[m][3]);
            }
            __syncthreads();
        }
        if (meeting == tiles) {
            meet();
        }
    } else {
        ACT* const outAt = out + (walk.row * 2 + layer) * channels + channel0 + 8 * chunk;
        const ACT* const zAt =
                x + layer * xLayer + walk.row * xRow + zOffset + channel0 + 8 * chunk;
        const long long outStep = (long long) walk.step * 2 * channels;
        const unsigned yTo = shared_address(line.turned) + ring_offset<RING>(matrixStep, matrixChunk);
        const unsigned yFrom = shared_address(line.turned) + ring_offset<RING>(lane >> 1, chunk);
        const ACT* xNext = x + layer * xLayer + walk.row * xRow + channel0 + 8 * chunk;
        const unsigned xTo = shared_address(line.x) + ring_offset<RING>(lane >> 1, chunk);
        // Pieces of dt, B and C row by row: a copy touches as few lines as can be.
        const Walk rows(clip, tokens, tiles, down, 0);
        const ACT* projNext = proj + scan * projScan + rows.row * projRow;
        // Past the end: zeros.
        auto fetch = [&](int tile) {
            copy16(xTo + (tile & 7) * (STEPS * 32), xNext, walk.inside(tile));
#pragma unroll
            for (int i = 0; i < PROJ / 16; i++) {
                const int row = (32 * i + lane) / (PROJ / 8), piece = (32 * i + lane) % (PROJ / 8);
                const int later = down ? -row : row;
                const bool inside = (unsigned) (rows.token + tile * rows.step + later) < (unsigned) tokens;
                copy16_cached(shared_address(line.proj[tile & 7]) + row * PROJ_ROW + 16 * piece,
                        projNext + (long long) later * projRow + 8 * piece, inside);
            }
            xNext += (long long) walk.step * xRow;
            projNext += (long long) walk.step * projRow;
        };
        auto fetch_gate = [&](int tile) {
            const bool inside = walk.inside(tile);
            copy16(shared_address(&line.z[tile & 3][lane]), zAt + (long long) tile * walk.step * xRow, inside);
            copy16(shared_address(&line.other[tile & 3][lane]), outAt + tile * outStep, inside);
        };
        // Channels of this lane's row: this direction's y.
        auto turn = [&](int tile) {
            unsigned packed[4];
#pragma unroll
            for (int m = 0; m < 2; m++) {
                const float4 y = line.y[tile & 1][0][m][lane], more = line.y[tile & 1][1][m][lane];
                const float4 u = line.u[tile & 3][m][lane];
                const float skip0 = line.constant[g].z, skip1 = line.constant[g + 8].z;
                packed[2 * m] =
                        pack_bf16(fmaf(skip0, u.x, y.x + more.x), fmaf(skip0, u.y, y.y + more.y));
                packed[2 * m + 1] =
                        pack_bf16(fmaf(skip1, u.z, y.z + more.z), fmaf(skip1, u.w, y.w + more.w));
            }
            __syncwarp();
            stmatrix4_trans(yTo, packed[0], packed[1], packed[2], packed[3]);
            __syncwarp();
            uint4 v;
            asm volatile("ld.shared.v4.u32 {%0,%1,%2,%3}, [%4];"
                    : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w) : "r"(yFrom) : "memory");
            return v;
        };
        auto store = [&](int tile, uint4 v) {
            if (walk.inside(tile)) {
                *(uint4*) (outAt + tile * outStep) = v;
            }
        };
        auto finish = [&](int tile) {
            uint4 v = turn(tile);
            const uint4 p = line.other[tile & 3][lane], z = line.z[tile & 3][lane];
            v.x = gate_pair(v.x, p.x, z.x);
            v.y = gate_pair(v.y, p.y, z.y);
            v.z = gate_pair(v.z, p.z, z.z);
            v.w = gate_pair(v.w, p.w, z.w);
            store(tile, v);
        };
#pragma unroll 1
        for (int tile = 0; tile < 5; tile++) {
            fetch(tile);
            end_group();
        }
        wait_groups<2>();
        __syncthreads();
        __syncthreads();
        // While tile i is scanned, tile i + 3 must arrive: the next to be prepared.
#pragma unroll 1
        for (int tile = 0; tile < meeting; tile++) {
            fetch(tile + 5);
            end_group();
            if (tile > 0) {
                store(tile - 1, turn(tile - 1));
            }
            wait_groups<2>();
            __syncthreads();
        }
        if (meeting > 0) {
            store(meeting - 1, turn(meeting - 1));
        }
        meet();
        fetch_gate(meeting);
        end_group();
#pragma unroll 1
        for (int tile = meeting; tile < tiles; tile++) {
            fetch(tile + 5);
            fetch_gate(tile + 1);
            end_group();
            wait_groups<2>();
            if (tile > meeting) {
                finish(tile - 1);
            }
            __syncthreads();
        }
        if (meeting < tiles) {
            wait_groups<0>();
            finish(tiles - 1);
        }
    }
}
