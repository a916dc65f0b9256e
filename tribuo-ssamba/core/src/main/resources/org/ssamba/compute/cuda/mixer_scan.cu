// The inner part of a pair of bidirectional Mamba layers, forward, in one kernel: convolution, SiLU,
// projection to step sizes, softplus, selective scan, skip term, mean of both directions and gate.
// For layer l = 0, 1, direction d = 0, 1, scan s = 2 l + d, E channels, N = 16 states, rank R:
//
//   u_t     = SiLU(convBias_s + sum_k conv_s[k] x_{t -+ (3 - k)})        outside a clip x is 0
//   delta_t = softplus(stepBias_s + W_s dt_t)
//   h_t[n]  = exp(delta_t A[n]) h_{t-1}[n] + delta_t u_t B_t[n],  A = -exp(aLog_s), h before is 0
//   y_t     = sum_n h_t[n] C_t[n] + skip_s u_t
//   out[row, l, e] = (y_{d=0} + y_{d=1}) / 2 SiLU(z[l, row, e])
// Time runs up where l + d is even, down where it is odd. rows = clips tokens.
//
// Operands. bfloat16: x and z 2 x (rows, E), strides xLayer, xRow in elements, z = x + zOffset;
//   proj 4 x (rows, 16 RANK_TILES + 32) = LEAD unused columns | dt | B | C, strides projScan, projRow;
//   W (4, E, R), R even; out (rows, 2, E). float32: conv (4, E, 4), convBias, stepBias, skip (4, E),
//   aLog (4, E, 16). Rows and offsets of x, z, proj, out are multiples of 16 bytes.
//
// Who does what. A warp has 16 channels x 16 states of one scan of one clip and
// walks over tiles of 16 steps, which are the aligned tiles of 16 tokens in either direction: a scan
// downwards therefore begins with 16 tiles - tokens empty steps, whose delta is set to 0. Lane =
// 4 g + c; "accumulator layout" and the other fragments: fragments.cuh.
//   h[j][i], a2[j][i] (A log2 e): accumulator layout, row = channel g | g + 8, column = state 8 j + 2c | + 1
//   u, raw_delta, y [m][i]: the same, column = step 8 m + 2c | + 1 of the tile
//   du[m]: delta u as A operand of HMMA.1688: the packed accumulator layout is that operand's layout
//   bs, cs: B as (step, state), C as (state, step) operands, straight from proj by ldmatrix
// Per step: 8 decays (computed one step ahead); (delta u) (x) B by 2 HMMA.1688 whose B operand is zero
// except in the row of this step; h = a h + that, in float32; y of 8 steps by HMMA.16816 of h in
// bfloat16 with C, of which the column of this step is kept.
// u and delta of tile i + 1 and the output of tile i - 1 are computed between the steps of tile i, so
// that the special-function unit is kept busy; x and proj are asked for three tiles ahead, z and the
// other y two.
//
// The two directions of a layer meet. Warps of a block: 2 group + direction. Until
// half of the tiles (absolute) each direction stores its y into out; __syncthreads; then each finds
// the other direction's y there and replaces it by the gated mean: no y tensor, no cluster, no second
// kernel. A thread reads and writes the same 16 bytes, so `out` is not __restrict__. Otherwise warps
// share nothing: each has its own copy of x (32 bytes a row) and of proj (from L1 or L2) and syncs
// only with itself.
//
// The order of all sums is fixed and does not depend on the other clips: the same bits every time.
//
// Cost (MUFU: special-function instructions, 8 cycles of a quarter of a multiprocessor): 144 MUFU (scan
// 128, softplus 8, SiLU 8) and 847 instructions a tile and warp, with the gate 152 and 927, of which
// one decay of eight to the FMA pipe; 168 registers. H100: 1434 cycles a tile at 3 warps a quarter,
// special-function unit busy 74 to 82 %; 1616 alone on its quarter (docs/cuda-performance.md).
//
// For a backward pass (KEEP): states (4, clips, tiles, E / 16, 32 lanes) of 16 bytes, h before every tile in
// bfloat16, tiles in the order of the scan; mean (2, rows, E), bfloat16, of both directions' y.
//
// Macros: RANK (R, even), KEEP. Grid: x = E / 32, y = clips, z = 2 (layer); block 128; dynamic shared memory
// 4 sizeof(Warp). E is a multiple of 32; 16 tokens xRow and 2 E tokens below 2^31.

#include "fragments.cuh"
#include "async_copy.cuh"
#include "short_functions.cuh"
#include "mixer_tile.cuh"

#define WARPS 4
#define RING 64                       // steps of x that are kept

struct alignas(16) Warp {
    uint4 x[2 * RING];                      // ring of steps of 2 chunks of 8 channels
    unsigned char proj[3][STEPS * PROJ_ROW];
    float4 delta[2][2][40];                 // [tile parity][m][10 c + g]: (g; 2c), (g; 2c+1), (g+8; 2c), (g+8; 2c+1)
    uint4 y[32];                            // 16 steps x 2 chunks
    uint4 z[3][32], other[3][32];           // lane by lane
    float4 conv[16];
    float4 constant[16];                    // convBias, stepBias, skip
};

template <bool VALUE> struct Flag { static constexpr bool value = VALUE; };

extern "C" __global__ void __launch_bounds__(32 * WARPS, 3)
mixer_scan(const ACT* __restrict__ x, long long xLayer, int xRow, int zOffset,
        const ACT* __restrict__ proj, long long projScan, int projRow,
        const float* __restrict__ conv, const float* __restrict__ convBias,
        const ACT* __restrict__ stepWeight, const float* __restrict__ stepBias,
        const float* __restrict__ aLog, const float* __restrict__ skip,
        ACT* out, uint4* __restrict__ states, ACT* __restrict__ mean, int tokens, int channels) {
    extern __shared__ __align__(16) unsigned char raw[];
    const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, g = lane >> 2, c = lane & 3;
    Warp& w = ((Warp*) raw)[warp];
    const int layer = blockIdx.z, clip = blockIdx.y;
    const int direction = warp & 1, scan = 2 * layer + direction;
    const bool down = (layer ^ direction) & 1;
    const int channel0 = (blockIdx.x * (WARPS / 2) + warp / 2) * 16;
    const int tiles = (tokens + STEPS - 1) / STEPS;

    // Parameters of the warp's channels.
    const int own = scan * channels + channel0;
    if (lane < 16) {
        w.conv[lane] = *(const float4*) (conv + 4 * (own + lane));
        w.constant[lane] = make_float4(convBias[own + lane], stepBias[own + lane], skip[own + lane], 0.0f);
    }
    float a2[2][4], h[2][4];
#pragma unroll
    for (int j = 0; j < 2; j++) {
#pragma unroll
        for (int r = 0; r < 2; r++) {
            float2 a = *(const float2*) (aLog + (own + g + 8 * r) * 16 + 8 * j + 2 * c);
            a2[j][2 * r] = -LOG2E * __expf(a.x);
            a2[j][2 * r + 1] = -LOG2E * __expf(a.y);
            h[j][2 * r] = h[j][2 * r + 1] = 0.0f;
        }
    }
    unsigned weight[RANK_TILES][4];
    load_step_weights(weight, stepWeight + (long long) own * RANK, g, c);
    // Steps before the first token are 0.
    if (lane < 8) {
        w.x[120 + lane] = make_uint4(0, 0, 0, 0);
    }

    // Moving data: this lane's row and chunk. Step k is token first + k or first - k.
    const int row = lane >> 1, chunk = lane & 1;
    const int direct = down ? -1 : 1;
    int tokenNext = down ? tiles * STEPS - 1 - row : row;
    int tokenOut = tokenNext;
    const long long firstRow = (long long) clip * tokens + tokenNext;
    const ACT* xNext = x + layer * xLayer + firstRow * xRow + channel0 + 8 * chunk;
    const ACT* projNext = proj + scan * projScan + firstRow * projRow + 8 * chunk;
    const int xStep = direct * STEPS * xRow, projStep = direct * STEPS * projRow;
    const ACT* zNext = xNext + zOffset;
    const int outStep = direct * STEPS * 2 * channels;
    ACT* outAt = out + (firstRow * 2 + layer) * channels + channel0 + 8 * chunk;
#if KEEP
    uint4* stateAt = states + ((long long) (scan * gridDim.y + clip) * tiles * channels + channel0) * 2 + lane;
    ACT* meanAt = mean + ((long long) layer * gridDim.y * tokens + firstRow) * channels + channel0 + 8 * chunk;
    uint4 kept;
#endif
    const unsigned xTo = shared_address(w.x) + ring_offset<RING>(row, chunk);
    const unsigned projTo = shared_address(w.proj) + row * PROJ_ROW + chunk * 16;
    // Starts the copies of the next tile not yet asked for; past the end: zeros.
    auto fetch = [&](int tile) {
        const bool inside = (unsigned) tokenNext < (unsigned) tokens;
        copy16(xTo + (tile & 3) * (STEPS * 32), xNext, inside);
#pragma unroll
        for (int i = 0; i < PROJ / 16; i++) {
            copy16_cached(projTo + tile % 3 * (STEPS * PROJ_ROW) + 32 * i, projNext + 16 * i, inside);
        }
        xNext += xStep;
        projNext += projStep;
        tokenNext += direct * STEPS;
    };

    ACT* otherAt = outAt;                 // this lane's 16 bytes of the tile that fetch_gate asks for next
    int tokenGate = tokenNext;
    auto fetch_gate = [&](int tile) {
        const bool inside = (unsigned) tokenGate < (unsigned) tokens;
        copy16(shared_address(&w.z[tile % 3][lane]), zNext, inside);
        copy16(shared_address(&w.other[tile % 3][lane]), otherAt, inside);
    };
    auto skip_gate = [&]() {
        zNext += xStep;
        otherAt += outStep;
        tokenGate += direct * STEPS;
    };

    // ldmatrix and stmatrix of a 16 x 16 tile stored step by step: this lane's row address.
    const int matrixStep = (lane & 7) + ((lane >> 4) << 3), matrixChunk = (lane >> 3) & 1;
    const unsigned xBase = shared_address(w.x);
    unsigned xFrom[3];
#pragma unroll
    for (int i = 0; i < 3; i++) {
        xFrom[i] = ring_offset<RING>(matrixStep - 4 + 2 * i, matrixChunk);
    }
    const unsigned projFrom = shared_address(w.proj) + matrixStep * PROJ_ROW + matrixChunk * 16;
    const unsigned yTo = shared_address(w.y) + ring_offset<RING>(matrixStep, matrixChunk);
    const unsigned yFrom = shared_address(w.y) + ring_offset<RING>(row, chunk);

    // The preparation of a tile, in pieces; the pieces of tile i + 1 run between the steps of tile i.
    float u[2][4], uNext[2][4], raw_delta[2][4];
    unsigned du[2][2], bs[4], cs[4], x4[4], x2[4], x0[4];
    auto project = [&](int tile) {   // raw_delta
        project_steps(raw_delta, weight, projFrom + tile % 3 * (STEPS * PROJ_ROW), w.constant[g].y,
                w.constant[g + 8].y, c);
    };
    auto window = [&](int tile) {    // x of steps -4..-3, -2..-1, 0..1 relative to 2c
        const unsigned turn = tile * (STEPS * 32);
        ldmatrix4_trans(x4, xBase + ((xFrom[0] + turn) & 2047));
        ldmatrix4_trans(x2, xBase + ((xFrom[1] + turn) & 2047));
        ldmatrix4_trans(x0, xBase + ((xFrom[2] + turn) & 2047));
    };
    auto convolve = [&](int m, int r) {  // u of channel g + 8 r, steps 8 m + 2c, + 1
        convolve_pair(uNext[m][2 * r], uNext[m][2 * r + 1], x4[2 * m + r], x2[2 * m + r], x0[2 * m + r],
                w.conv[g + 8 * r], w.constant[g + 8 * r].x);
    };
    unsigned duNext[2][2];
    auto step_sizes = [&](int tile) {    // delta to shared memory, delta u as the A operand
#pragma unroll
        for (int m = 0; m < 2; m++) {
            w.delta[tile & 1][m][10 * c + g] = make_float4(raw_delta[m][0], raw_delta[m][1], raw_delta[m][2], raw_delta[m][3]);
            duNext[m][0] = pack_bf16(raw_delta[m][0] * uNext[m][0], raw_delta[m][1] * uNext[m][1]);
            duNext[m][1] = pack_bf16(raw_delta[m][2] * uNext[m][2], raw_delta[m][3] * uNext[m][3]);
        }
    };
    auto take = [&](int tile) {          // the next tile becomes this one
        const unsigned here = projFrom + tile % 3 * (STEPS * PROJ_ROW) + 32 * RANK_TILES;
        ldmatrix4_trans(bs, here);      // [2 m + j]: steps 2c, 2c+1; state 8 j + g
        ldmatrix4(cs, here + 32);       // [2 m + half]: states 2c, 2c+1; step g
#pragma unroll
        for (int m = 0; m < 2; m++) {
            du[m][0] = duNext[m][0];
            du[m][1] = duNext[m][1];
#pragma unroll
            for (int i = 0; i < 4; i++) {
                u[m][i] = uNext[m][i];
            }
        }
    };
    // Decays of the step to come, one step ahead of their use; d2: delta of two steps.
    float a[2][4];
    float4 d2;
    auto decay = [&](int tile, int t) {
        if (!(t & 1)) {
            d2 = w.delta[tile & 1][t >> 3][10 * ((t & 7) >> 1) + g];
        }
        const float d[2] = {t & 1 ? d2.y : d2.x, t & 1 ? d2.w : d2.z};
#pragma unroll
        for (int j = 0; j < 2; j++) {
#pragma unroll
            for (int i = 0; i < 4; i++) {
                const float e = d[i >> 1], b = a2[j][i];
                a[j][i] = ((4 * j + i + 3 * t) & 7) == 0 ? exp2_by_fma(e, b) : exp2_fast(e * b);
            }
        }
    };

    // What becomes of y of a tile, in pieces; the pieces of tile i - 1 run between the steps of tile i.
    unsigned packed[4] = {0, 0, 0, 0};
    uint4 v;
    auto turn_y = [&]() { stmatrix4_trans(yTo, packed[0], packed[1], packed[2], packed[3]); };
    auto read_y = [&]() {
        asm volatile("ld.shared.v4.u32 {%0,%1,%2,%3}, [%4];"
                : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w) : "r"(yFrom) : "memory");
    };
    auto store_y = [&](bool yes) {
        if (yes && (unsigned) tokenOut < (unsigned) tokens) {
            *(uint4*) outAt = v;
        }
        outAt += yes ? outStep : 0;
        tokenOut += yes ? direct * STEPS : 0;
    };

#if KEEP
    auto store_mean = [&](bool yes) {     // before store_y
        if (yes && (unsigned) tokenOut < (unsigned) tokens) {
            *(uint4*) meanAt = kept;
        }
        meanAt += yes ? outStep / 2 : 0;
    };
#endif

    // One tile of the scan. SECOND: past the middle of the clip (the other direction's y is there).
    auto scan_tile = [&](int tile, bool pending, auto second) {
        constexpr bool SECOND = decltype(second)::value;
        uint4 p, z;
        float y[2][4];
#pragma unroll
        for (int t = 0; t < STEPS; t++) {
            const int m = t >> 3, q = t & 7, odd = t & 1;
            float now[2][4];
#pragma unroll
            for (int j = 0; j < 2; j++) {
#pragma unroll
                for (int i = 0; i < 4; i++) {
                    now[j][i] = a[j][i];
                }
            }
            decay(t < STEPS - 1 ? tile : tile + 1, (t + 1) & (STEPS - 1));
#if KEEP
            if (t == 0) {
                *stateAt = make_uint4(pack_bf16(h[0][0], h[0][1]), pack_bf16(h[0][2], h[0][3]),
                        pack_bf16(h[1][0], h[1][1]), pack_bf16(h[1][2], h[1][3]));
                stateAt += 2 * channels;
            }
            if (SECOND && t == 2) {
                kept = make_uint4(mean_pair(v.x, p.x), mean_pair(v.y, p.y), mean_pair(v.z, p.z),
                        mean_pair(v.w, p.w));
            }
#endif
            // Pieces of the neighbouring tiles.
            auto soften = [&](int i) { raw_delta[i >> 2][i & 3] = softplus_short(raw_delta[i >> 2][i & 3]); };
            if (t == 0) {
                turn_y();
                wait_groups<1>();
                __syncwarp();
                read_y();
                project(tile + 1);
                fetch(tile + 3);
                if constexpr (SECOND) {
                    skip_gate();
                    fetch_gate(tile + 1);
                }
                end_group();
            }
            if (t == 1) {
                window(tile + 1);
            }
            if (t == 2) convolve(0, 0);
            if (t == 3) soften(0);
            if (t == 4) convolve(0, 1);
            if (t == 5) soften(1);
            if (t == 6) convolve(1, 0);
            if (t == 7) soften(2);
            if (t == 8) convolve(1, 1);
            if (t == 9) soften(3);
            if (t == 10) { soften(4); soften(5); }
            if (t == 11) { soften(6); soften(7); }
            if (t == 12) {
                step_sizes(tile + 1);
                __syncwarp();
            }
            if constexpr (SECOND) {
                if (t == 1) { p = w.other[(tile + 2) % 3][lane]; z = w.z[(tile + 2) % 3][lane]; }
                if (t == 3) v.x = gate_pair(v.x, p.x, z.x);
                if (t == 5) v.y = gate_pair(v.y, p.y, z.y);
                if (t == 7) v.z = gate_pair(v.z, p.z, z.z);
                if (t == 9) v.w = gate_pair(v.w, p.w, z.w);
            }
            if (t == 9) {
#if KEEP
                if (SECOND) {
                    store_mean(pending);
                }
#endif
                store_y(pending);
            }
            // h = a h + (delta u) (x) B: the product of this step alone by HMMA, so that only an FMA is
            // on the way from step to step.
            const bool mine = c == (q >> 1);
#pragma unroll
            for (int j = 0; j < 2; j++) {
                const unsigned b = bs[2 * m + j] & (odd ? 0xffff0000u : 0x0000ffffu);
                float input[4] = {0.0f, 0.0f, 0.0f, 0.0f};
                mma8(input, du[m][0], du[m][1], mine ? b : 0u);
#pragma unroll
                for (int i = 0; i < 4; i++) {
                    h[j][i] = fmaf(h[j][i], now[j][i], input[i]);
                }
            }
            float r[4] = {0.0f, 0.0f, 0.0f, 0.0f};
            const unsigned state[4] = {pack_bf16(h[0][0], h[0][1]), pack_bf16(h[0][2], h[0][3]),
                    pack_bf16(h[1][0], h[1][1]), pack_bf16(h[1][2], h[1][3])};
            mma16(r, state, cs[2 * m], cs[2 * m + 1]);
            if (q < 2) {
                y[m][odd] = r[odd];
                y[m][2 + odd] = r[2 + odd];
            } else {
                y[m][odd] = mine ? r[odd] : y[m][odd];
                y[m][2 + odd] = mine ? r[2 + odd] : y[m][2 + odd];
            }
        }
        const float skip0 = w.constant[g].z, skip1 = w.constant[g + 8].z;
#pragma unroll
        for (int m = 0; m < 2; m++) {
            packed[2 * m] = pack_bf16(fmaf(skip0, u[m][0], y[m][0]), fmaf(skip0, u[m][1], y[m][1]));
            packed[2 * m + 1] = pack_bf16(fmaf(skip1, u[m][2], y[m][2]), fmaf(skip1, u[m][3], y[m][3]));
        }
        take(tile + 1);
    };

    // Tile 0 is prepared alone. A scan downwards begins with empty steps: delta = 0.
    fetch(0);
    end_group();
    fetch(1);
    end_group();
    fetch(2);
    end_group();
    wait_groups<2>();
    __syncwarp();
    project(0);
    window(0);
    const int empty = down ? tiles * STEPS - tokens : 0;
#pragma unroll
    for (int m = 0; m < 2; m++) {
        convolve(m, 0);
        convolve(m, 1);
#pragma unroll
        for (int i = 0; i < 4; i++) {
            raw_delta[m][i] = 8 * m + 2 * c + (i & 1) < empty ? 0.0f : softplus_short(raw_delta[m][i]);
        }
    }
    step_sizes(0);
    take(0);
    __syncwarp();
    decay(0, 0);

    const int upper = (tiles + 1) / 2;
    const int meeting = down ? tiles - upper : upper;  // own tiles before the barrier
#pragma unroll 1
    for (int tile = 0; tile < meeting; tile++) {
        scan_tile(tile, tile > 0, Flag<false>());
    }
    turn_y();
    __syncwarp();
    read_y();
    store_y(meeting > 0);
    __syncthreads();
    zNext += meeting * xStep;
    otherAt += meeting * outStep;
#if KEEP
    meanAt += meeting * (outStep / 2);
#endif
    tokenGate += meeting * direct * STEPS;
    fetch_gate(meeting);
    end_group();
#pragma unroll 1
    for (int tile = meeting; tile < tiles; tile++) {
        scan_tile(tile, tile > meeting, Flag<true>());
    }
    if (meeting < tiles) {
        wait_groups<0>();
        turn_y();
        __syncwarp();
        read_y();
        const uint4 p = w.other[(tiles + 2) % 3][lane], z = w.z[(tiles + 2) % 3][lane];
#if KEEP
        kept = make_uint4(
                mean_pair(v.x, p.x), mean_pair(v.y, p.y), mean_pair(v.z, p.z), mean_pair(v.w, p.w));
        store_mean(true);
#endif
        v = make_uint4(gate_pair(v.x, p.x, z.x), gate_pair(v.y, p.y, z.y),
                gate_pair(v.z, p.z, z.z), gate_pair(v.w, p.w, z.w));
        store_y(true);
    }
}
