// The selective scan of a pair of bidirectional Mamba layers, backward (formulas of the forward
// scan: mixer_scan.cu), with the projection to step sizes inside. For a scan, x_t = delta_t u_t,
// a_t = exp(delta_t A), gy the gradient of its y, from the last step to the first:
//
//   g_t     = gy_t C_t + a_{t+1} g_{t+1}                        (gradient of h_t)
//   gradC_t = sum_e gy_t h_t         gradB_t = sum_e g_t x_t
//   q_t     = sum_n g_t B_t          k_t = a_t g_t h_{t-1}       p_t = sum_n A k_t
//   gradU_t = delta_t q_t + skip gy_t
//   gradStep_t = (p_t + u_t q_t) (1 - exp(-delta_t))             (of the step size before softplus)
//   gradALog = A sum_t delta_t k_t   gradSkip = sum_t gy_t u_t   gradBias = sum_t gradStep_t
//   gradW = sum_t gradStep_t dt_t
//
// Operands. bfloat16: u, gradU, gradStep 4 x (rows, E); gradY 2 x (rows, E), one of a layer; proj and
//   W as in mixer_scan.cu; states: h before every tile, in bfloat16, as mixer_scan.cu keeps it (STATES).
//   float32: stepBias, skip (4, E), aLog (4, E, 16).
//   Partial sums, float32: partialBC (4, clips, tiles, E / 64, 4, 32 lanes, 4): for half m of a tile
//   and B | C (2 m + which) the accumulator layout of (state, step), for
//   mixer_scan_backward_bc; parts (4, clips, (18 + R) E), of a scan and clip gradALog (E, 16), gradSkip (E),
//   gradBias (E) and gradW (E, R) side by side.
//
// Who does what. A warp has 16 channels x 16 states of one scan of one clip, as in mixer_scan.cu, and
// walks over the tiles of 16 steps from the last; four warps of neighbouring channels are a block,
// share dt, B and C and add up gradB and gradC, in step by one barrier a tile.
// States and decays of a tile are computed up, decays kept in float32 and states in bfloat16, those of the
// first half (8 steps) in shared memory, of the second in registers, then walked back.
//   h[j][i], a2[j][i] (A log2 e), carry (a_{t+1} g_{t+1}), gradA: accumulator layout, row = channel
//   g | g + 8, column = state 8 j + 2c | + 1 (lane = 4 g + c; fragments.cuh)
//   u, gy, delta, q, p [i]: the same, column = step 8 m + 2c | + 1
// x (x) B and gy (x) C of a step: HMMA.1688 whose B operand is zero except in the row of the step; the
// latter adds to carry. q: g (bfloat16) times B of 8 steps; gradB, gradC: g and h transposed (movmatrix)
// times x and gy of 8 steps; of each, the column of the step is kept. p: by FMA over a lane's states,
// over lanes by one HMMA every four steps.
//
// The order of all sums is fixed and does not depend on the other clips: the same bits every time.
//
// Cost a tile and warp: 144 MUFU, 2100 instructions; 247 to 255 registers.
//
// Macros: RANK (R, even). Grid: x = E / 64, y = clips, z = 4 (scan); block 128; dynamic
// shared memory sizeof(Block). E is a multiple of 64; E tokens below 2^31.

#include "fragments.cuh"
#include "async_copy.cuh"
#include "short_functions.cuh"
#include "mixer_tile.cuh"

#define WARPS 4
#define STAGES 2
#define PROJ_CHUNKS (PROJ / 8)
#define PROJ_COPIES ((STEPS * PROJ_CHUNKS + 32 * WARPS - 1) / (32 * WARPS))  // of a thread and tile

struct alignas(16) Warp {
    uint4 u[STAGES][32], gradY[STAGES][32];  // 16 steps x 2 chunks (ring_offset)
    uint4 state[STAGES][32];                 // lane by lane
    float4 delta[2][40];                     // [m][10 c + g]: (g; 2c), (g; 2c+1), (g+8; 2c), (g+8; 2c+1)
    uint4 turn[2][32];                       // gradU, gradStep: 16 steps x 2 chunks
    uint4 weight[RANK_TILES][32];            // lane by lane
    float4 decay[8][2][32];                  // of the first half, lane by lane
    uint4 before[8][32];                     // states before steps of the first half, lane by lane
};

struct alignas(16) Block {
    Warp warp[WARPS];
    float4 sums[2][WARPS][4][32];            // [tile parity][warp][2 m + which][lane]
    unsigned char proj[STAGES][STEPS * PROJ_ROW];
};

template <int VALUE> struct Half { static constexpr int value = VALUE; };

// The slope of softplus from its value: 1 - e^-value, by series where the difference would cancel.
__device__ __forceinline__ float softplus_slope(float value) {
    float p = fmaf(value, -1.0f / 24.0f, 1.0f / 6.0f);
    p = fmaf(p, value, -0.5f);
    p = fmaf(p, value, 1.0f);
    return value < 0.125f ? p * value : 1.0f - exp2_fast(-LOG2E * value);
}

extern "C" __global__ void __launch_bounds__(32 * WARPS, 2)
mixer_scan_backward(const ACT* __restrict__ u, const ACT* __restrict__ gradY,
        const ACT* __restrict__ proj, long long projScan, int projRow,
        const ACT* __restrict__ stepWeight, const float* __restrict__ stepBias,
        const float* __restrict__ aLog, const float* __restrict__ skip,
        const uint4* __restrict__ states, ACT* __restrict__ gradU, ACT* __restrict__ gradStep,
        float4* __restrict__ partialBC, float* __restrict__ parts, int tokens, int channels) {
    extern __shared__ __align__(16) unsigned char raw[];
    Block& block = *(Block*) raw;
    const int thread = threadIdx.x, lane = thread & 31, warp = thread >> 5, g = lane >> 2, c = lane & 3;
    Warp& w = block.warp[warp];
    const int scan = blockIdx.z, clip = blockIdx.y, clips = gridDim.y, layer = scan >> 1;
    const bool down = scan == 1 || scan == 2;
    const int channel0 = (blockIdx.x * WARPS + warp) * 16;
    const int tiles = (tokens + STEPS - 1) / STEPS;
    const int sequence = scan * clips + clip;

    const int own = scan * channels + channel0;
    float a2[2][4], carry[2][4], gradA[2][4];
#pragma unroll
    for (int j = 0; j < 2; j++) {
#pragma unroll
        for (int r = 0; r < 2; r++) {
            float2 a = *(const float2*) (aLog + (own + g + 8 * r) * 16 + 8 * j + 2 * c);
            a2[j][2 * r] = -LOG2E * __expf(a.x);
            a2[j][2 * r + 1] = -LOG2E * __expf(a.y);
        }
#pragma unroll
        for (int i = 0; i < 4; i++) {
            carry[j][i] = gradA[j][i] = 0.0f;
        }
    }
    {
        unsigned weight[RANK_TILES][4];
        load_step_weights(weight, stepWeight + (long long) own * RANK, g, c);
#pragma unroll
        for (int k = 0; k < RANK_TILES; k++) {
            w.weight[k][lane] = make_uint4(weight[k][0], weight[k][1], weight[k][2], weight[k][3]);
        }
    }
    const float bias0 = stepBias[own + g], bias1 = stepBias[own + g + 8];
    const float skip0 = skip[own + g], skip1 = skip[own + g + 8];
    float skipSum[2] = {0.0f, 0.0f}, biasSum[2] = {0.0f, 0.0f};
    float gradWeight[RANK_TILES][2][4];
#pragma unroll
    for (int k = 0; k < RANK_TILES; k++) {
#pragma unroll
        for (int i = 0; i < 8; i++) {
            gradWeight[k][i >> 2][i & 3] = 0.0f;
        }
    }

    // Moving data: this lane's row and chunk. Step k of the scan is token k or tiles STEPS - 1 - k.
    const int row = lane >> 1, chunk = lane & 1;
    const int direct = down ? -1 : 1;
    int tokenNext = down ? STEPS - 1 - row : (tiles - 1) * STEPS + row;
    int tokenOut = tokenNext;
    const long long scanRow = (long long) sequence * tokens, layerRow = (long long) (layer * clips + clip) * tokens;
    const ACT* uNext = u + (scanRow + tokenNext) * channels + channel0 + 8 * chunk;
    const ACT* gradNext = gradY + (layerRow + tokenNext) * channels + channel0 + 8 * chunk;
    const uint4* stateNext = states
            + ((long long) sequence * tiles + tiles - 1) * 2 * channels + channel0 * 2 + lane;
    const int back = -direct * STEPS * channels;
    ACT* uOut = gradU + (scanRow + tokenOut) * channels + channel0 + 8 * chunk;
    ACT* stepOut = gradStep + (scanRow + tokenOut) * channels + channel0 + 8 * chunk;
    float4* sumsOut = partialBC + (((long long) sequence * tiles + tiles - 1) * gridDim.x + blockIdx.x) * 128 + thread;
    const unsigned moved = ring_offset<STEPS>(row, chunk);
    const unsigned uTo = shared_address(w.u) + moved, gradTo = shared_address(w.gradY) + moved;
    const unsigned stateTo = shared_address(&w.state[0][lane]);
    const ACT* projNext[PROJ_COPIES];
    unsigned projTo[PROJ_COPIES];
    int projToken[PROJ_COPIES];
#pragma unroll
    for (int i = 0; i < PROJ_COPIES; i++) {
        const int at = thread + i * 32 * WARPS, step = at / PROJ_CHUNKS, part = at - step * PROJ_CHUNKS;
        projToken[i] = down ? STEPS - 1 - step : (tiles - 1) * STEPS + step;
        projNext[i] = proj + scan * projScan + ((long long) clip * tokens + projToken[i]) * projRow + 8 * part;
        projTo[i] = shared_address(block.proj[0]) + step * PROJ_ROW + part * 16;
    }
    auto fetch = [&](int tile, int stage) {  // by its place in the scan; before the first: nothing
        if (tile >= 0) {
            const bool inside = (unsigned) tokenNext < (unsigned) tokens;
            copy16(uTo + stage * 512, uNext, inside);
            copy16(gradTo + stage * 512, gradNext, inside);
            copy16(stateTo + stage * 512, stateNext, true);
#pragma unroll
            for (int i = 0; i < PROJ_COPIES; i++) {
                if (thread + i * 32 * WARPS < STEPS * PROJ_CHUNKS) {
                    copy16_cached(projTo[i] + stage * (STEPS * PROJ_ROW), projNext[i],
                            (unsigned) projToken[i] < (unsigned) tokens);
                }
            }
        }
#pragma unroll
        for (int i = 0; i < PROJ_COPIES; i++) {
            projNext[i] -= direct * STEPS * projRow;
            projToken[i] -= direct * STEPS;
        }
        uNext += back;
        gradNext += back;
        stateNext -= 2 * channels;
        tokenNext -= direct * STEPS;
        end_group();
    };

    // Addresses of ldmatrix and stmatrix; i: which 8 x 8 tile this lane gives a row of.
    const int i8 = lane >> 3, r8 = lane & 7;
    const unsigned inputFrom =
            shared_address(i8 < 2 ? w.u : w.gradY) + ring_offset<STEPS>(r8, i8 & 1);
    const unsigned gradFrom = shared_address(w.gradY) + ring_offset<STEPS>(r8, i8 & 1);
    const unsigned bFrom = shared_address(block.proj[0]) + r8 * PROJ_ROW + 32 * RANK_TILES + (i8 & 1) * 16;
    const int matrixStep = r8 + (i8 >> 1) * 8, matrixChunk = i8 & 1;
    const unsigned projFrom = shared_address(block.proj[0]) + matrixStep * PROJ_ROW + matrixChunk * 16;
    const unsigned turnTo = shared_address(w.turn) + ring_offset<STEPS>(matrixStep, matrixChunk);
    const unsigned turnFrom = shared_address(w.turn) + moved;

    // The rows of a step in operands of 8 steps: this lane's halves, if it is row 2c or 2c + 1.
    unsigned ofStep[8];
#pragma unroll
    for (int q = 0; q < 8; q++) {
        ofStep[q] = c == q >> 1 ? (q & 1 ? 0xffff0000u : 0x0000ffffu) : 0u;
    }
    // Sums of p over lanes: ones where row 2c | + 1 is column g.
    const unsigned onesLow = g == 0 ? 0x3f80u : g == 1 ? 0x3f800000u : 0u;
    const unsigned onesNext = g == 2 ? 0x3f80u : g == 3 ? 0x3f800000u : 0u;
    const unsigned onesThird = g == 4 ? 0x3f80u : g == 5 ? 0x3f800000u : 0u;
    const unsigned onesLast = g == 6 ? 0x3f80u : g == 7 ? 0x3f800000u : 0u;

    unsigned uPacked[4], stepPacked[4];
    auto add_sums = [&](int parity) {   // gradB and gradC of the last tile, over the block's warps
        const float4* from = &block.sums[parity][0][0][0] + thread;
        float4 sum = from[0];
#pragma unroll
        for (int i = 1; i < WARPS; i++) {
            const float4 v = from[i * 128];
            sum = make_float4(sum.x + v.x, sum.y + v.y, sum.z + v.z, sum.w + v.w);
        }
        *sumsOut = sum;
        sumsOut -= (long long) gridDim.x * 128;
    };

    fetch(tiles - 1, 0);
    int stage = 0;
#pragma unroll 1
    for (int tile = tiles - 1; tile >= 0; tile--) {
        wait_groups<0>();
        __syncthreads();
        fetch(tile - 1, 1 - stage);
        if (tile < tiles - 1) {
            add_sums((tile + 1) & 1);
        }

        // Step sizes, and delta u as A operand.
        unsigned du[2][2];
        {
            float step[2][4];
            unsigned weight[RANK_TILES][4];
#pragma unroll
            for (int k = 0; k < RANK_TILES; k++) {
                const uint4 v = w.weight[k][lane];
                weight[k][0] = v.x;
                weight[k][1] = v.y;
                weight[k][2] = v.z;
                weight[k][3] = v.w;
            }
            project_steps(step, weight, projFrom + stage * (STEPS * PROJ_ROW), bias0, bias1, c);
#pragma unroll
            for (int m = 0; m < 2; m++) {
                unsigned input[4];
                ldmatrix4_trans(input, inputFrom + stage * 512 + m * 256);
#pragma unroll
                for (int i = 0; i < 4; i++) {
                    step[m][i] = softplus_short(step[m][i]);
                }
                w.delta[m][10 * c + g] = make_float4(step[m][0], step[m][1], step[m][2], step[m][3]);
                du[m][0] = pack_bf16(step[m][0] * low_bf16(input[0]), step[m][1] * high_bf16(input[0]));
                du[m][1] = pack_bf16(step[m][2] * low_bf16(input[1]), step[m][3] * high_bf16(input[1]));
            }
            __syncwarp();
        }

        float h[2][4];
        // delta of channels g and g + 8 at steps 8 m + q and, q even, the next.
        auto step_pair = [&](int m, int q) { return w.delta[m][10 * (q >> 1) + g]; };
        auto advance = [&](int m, int q, const float4& d2, const unsigned (&b)[2], float (&a)[2][4]) {
            const float d[2] = {q & 1 ? d2.y : d2.x, q & 1 ? d2.w : d2.z};
#pragma unroll
            for (int j = 0; j < 2; j++) {
                float input[4] = {0.0f, 0.0f, 0.0f, 0.0f};
                mma8(input, du[m][0], du[m][1], b[j] & ofStep[q]);
#pragma unroll
                for (int i = 0; i < 4; i++) {
                    a[j][i] = exp2_fast(d[i >> 1] * a2[j][i]);
                    h[j][i] = fmaf(a[j][i], h[j][i], input[i]);
                }
            }
        };

        auto pack_state = [&](unsigned (&to)[4], const float (&x)[2][4]) {
            to[0] = pack_bf16(x[0][0], x[0][1]);
            to[1] = pack_bf16(x[0][2], x[0][3]);
            to[2] = pack_bf16(x[1][0], x[1][1]);
            to[3] = pack_bf16(x[1][2], x[1][3]);
        };
        // Sums over channels of values (channel, state) times rows of 8 steps; this step's column.
        auto over_channels = [&](float (&to)[4], const unsigned (&x)[4], const unsigned (&rows)[2], int k) {
            const unsigned turned[4] = {
                    transpose8(x[0]), transpose8(x[2]), transpose8(x[1]), transpose8(x[3])};
            float r[4] = {0.0f, 0.0f, 0.0f, 0.0f};
            mma16(r, turned, rows[0], rows[1]);
            const bool mine = c == k >> 1;
            to[k & 1] = mine ? r[k & 1] : to[k & 1];
            to[2 + (k & 1)] = mine ? r[2 + (k & 1)] : to[2 + (k & 1)];
        };

        // Up: decays and states before each step, of the first half to shared memory, of the second to
        // registers; gradC.
        float a[8][2][4];
        unsigned before[8][4];
        auto walk_up = [&](auto half) {
            constexpr int m = decltype(half)::value;
            unsigned bs[2], gradT[2];
            ldmatrix2_trans(bs, bFrom + stage * (STEPS * PROJ_ROW) + m * 8 * PROJ_ROW);  // steps 2c, 2c+1; state 8 j + g
            ldmatrix2(gradT, gradFrom + stage * 512 + m * 256);         // channels 2c, 2c+1 (+ 8); step g
            float sumC[4];
            float4 d2;
            unsigned packed[4];
            pack_state(packed, h);
#pragma unroll
            for (int k = 0; k < 8; k++) {
                if (!(k & 1)) {
                    d2 = step_pair(m, k);
                }
                float now[2][4];
                advance(m, k, d2, bs, now);
                if (m == 0) {
                    w.before[k][lane] = make_uint4(packed[0], packed[1], packed[2], packed[3]);
                    w.decay[k][0][lane] = make_float4(now[0][0], now[0][1], now[0][2], now[0][3]);
                    w.decay[k][1][lane] = make_float4(now[1][0], now[1][1], now[1][2], now[1][3]);
                } else {
#pragma unroll
                    for (int i = 0; i < 4; i++) {
                        before[k][i] = packed[i];
                        a[k][0][i] = now[0][i];
                        a[k][1][i] = now[1][i];
                    }
                }
                pack_state(packed, h);
                over_channels(sumC, packed, gradT, k);
            }
            block.sums[tile & 1][warp][2 * m + 1][lane] = make_float4(sumC[0], sumC[1], sumC[2], sumC[3]);
        };

        auto walk_back = [&](auto half) {
            constexpr int m = decltype(half)::value;
            const unsigned at = stage * (STEPS * PROJ_ROW) + m * 8 * PROJ_ROW;
            unsigned cs[2], input[4], b[2];
            ldmatrix2_trans(cs, bFrom + at + 32);  // steps 2c, 2c+1; state 8 j + g
            ldmatrix2(b, bFrom + at);              // states 2c, 2c+1 (+ 8); step g
            ldmatrix4_trans(input, inputFrom + stage * 512 + m * 256);  // u, gy: channel g (+ 8), steps 2c, 2c+1
            const unsigned duT[2] = {transpose8(du[m][0]), transpose8(du[m][1])};
            float sumB[4], q[4], p[4] = {0.0f, 0.0f, 0.0f, 0.0f};
            float part[2][2];
            unsigned parts[4];
            float4 d2;
#pragma unroll
            for (int k = 7; k >= 0; k--) {
                if (k & 1) {
                    d2 = step_pair(m, k);
                }
                const float d[2] = {k & 1 ? d2.y : d2.x, k & 1 ? d2.w : d2.z};
                float now[2][4];
                unsigned last[4];
                if (m == 0) {
                    const float4 first = w.decay[k][0][lane], second = w.decay[k][1][lane];
                    now[0][0] = first.x; now[0][1] = first.y; now[0][2] = first.z; now[0][3] = first.w;
                    now[1][0] = second.x; now[1][1] = second.y; now[1][2] = second.z; now[1][3] = second.w;
                    const uint4 v = w.before[k][lane];
                    last[0] = v.x; last[1] = v.y; last[2] = v.z; last[3] = v.w;
                } else {
#pragma unroll
                    for (int i = 0; i < 4; i++) {
                        now[0][i] = a[k][0][i];
                        now[1][i] = a[k][1][i];
                        last[i] = before[k][i];
                    }
                }
                mma8(carry[0], input[2], input[3], cs[0] & ofStep[k]);
                mma8(carry[1], input[2], input[3], cs[1] & ofStep[k]);
                unsigned packed[4];
                pack_state(packed, carry);
                float r[4] = {0.0f, 0.0f, 0.0f, 0.0f};
                mma16(r, packed, b[0], b[1]);
                const bool mine = c == k >> 1;
                q[k & 1] = mine ? r[k & 1] : q[k & 1];
                q[2 + (k & 1)] = mine ? r[2 + (k & 1)] : q[2 + (k & 1)];
                over_channels(sumB, packed, duT, k);
                float product[2][4];
#pragma unroll
                for (int j = 0; j < 2; j++) {
#pragma unroll
                    for (int i = 0; i < 4; i++) {
                        carry[j][i] *= now[j][i];
                        const unsigned pair = last[2 * j + (i >> 1)];
                        product[j][i] = carry[j][i] * (i & 1 ? high_bf16(pair) : low_bf16(pair));
                        gradA[j][i] = fmaf(d[i >> 1], product[j][i], gradA[j][i]);
                    }
                }
#pragma unroll
                for (int i = 0; i < 2; i++) {
                    float s = a2[0][2 * i] * product[0][2 * i];
                    s = fmaf(a2[0][2 * i + 1], product[0][2 * i + 1], s);
                    s = fmaf(a2[1][2 * i], product[1][2 * i], s);
                    part[i][k & 1] = fmaf(a2[1][2 * i + 1], product[1][2 * i + 1], s);
                }
                if (!(k & 1)) {
                    parts[(k & 2) + 0] = pack_bf16(part[0][0], part[0][1]);
                    parts[(k & 2) + 1] = pack_bf16(part[1][0], part[1][1]);
                }
                if (k == 4) {
                    mma16(p, parts, onesThird, onesLast);
                }
                if (k == 0) {
                    mma16(p, parts, onesLow, onesNext);
                }
            }
            block.sums[tile & 1][warp][2 * m][lane] = make_float4(sumB[0], sumB[1], sumB[2], sumB[3]);

            // Gradients of u and of the step sizes.
            const float4 d4 = w.delta[m][10 * c + g];
            const float delta[4] = {d4.x, d4.y, d4.z, d4.w};
            float toU[4], toStep[4];
#pragma unroll
            for (int i = 0; i < 4; i++) {
                const float own_u = i & 1 ? high_bf16(input[i >> 1]) : low_bf16(input[i >> 1]);
                const float gy = i & 1 ? high_bf16(input[2 + (i >> 1)]) : low_bf16(input[2 + (i >> 1)]);
                toU[i] = fmaf(delta[i], q[i], (i < 2 ? skip0 : skip1) * gy);
                toStep[i] = fmaf(own_u, q[i], LN2 * p[i]) * softplus_slope(delta[i]);
                skipSum[i >> 1] = fmaf(gy, own_u, skipSum[i >> 1]);
                biasSum[i >> 1] += toStep[i];
            }
            uPacked[2 * m] = pack_bf16(toU[0], toU[1]);
            uPacked[2 * m + 1] = pack_bf16(toU[2], toU[3]);
            stepPacked[2 * m] = pack_bf16(toStep[0], toStep[1]);
            stepPacked[2 * m + 1] = pack_bf16(toStep[2], toStep[3]);
        };

        {
            const uint4 v = w.state[stage][lane];
            h[0][0] = low_bf16(v.x); h[0][1] = high_bf16(v.x);
            h[0][2] = low_bf16(v.y); h[0][3] = high_bf16(v.y);
            h[1][0] = low_bf16(v.z); h[1][1] = high_bf16(v.z);
            h[1][2] = low_bf16(v.w); h[1][3] = high_bf16(v.w);
        }
        walk_up(Half<0>());
        walk_up(Half<1>());
        walk_back(Half<1>());
        walk_back(Half<0>());

        // The step sizes' weights: gradStep (channel, step) times dt (step, column).
#pragma unroll
        for (int k = 0; k < RANK_TILES; k++) {
            unsigned dt[4];
            ldmatrix4_trans(dt, projFrom + stage * (STEPS * PROJ_ROW) + 32 * k);
            mma16(gradWeight[k][0], stepPacked, dt[0], dt[2]);
            mma16(gradWeight[k][1], stepPacked, dt[1], dt[3]);
        }

        stmatrix4_trans(turnTo, uPacked[0], uPacked[1], uPacked[2], uPacked[3]);
        stmatrix4_trans(turnTo + 512, stepPacked[0], stepPacked[1], stepPacked[2], stepPacked[3]);
        __syncwarp();
        if ((unsigned) tokenOut < (unsigned) tokens) {
            uint4 v;
            asm volatile("ld.shared.v4.u32 {%0,%1,%2,%3}, [%4];"
                    : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w) : "r"(turnFrom) : "memory");
            *(uint4*) uOut = v;
            asm volatile("ld.shared.v4.u32 {%0,%1,%2,%3}, [%4];"
                    : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w) : "r"(turnFrom + 512) : "memory");
            *(uint4*) stepOut = v;
        }
        uOut += back;
        stepOut += back;
        tokenOut -= direct * STEPS;
        stage = 1 - stage;
    }
    __syncthreads();
    add_sums(0);

    // Over the lanes of a channel, in a fixed tree.
#pragma unroll
    for (int i = 0; i < 2; i++) {
#pragma unroll
        for (int offset = 1; offset < 4; offset <<= 1) {
            skipSum[i] += __shfl_xor_sync(FULL_WARP, skipSum[i], offset);
            biasSum[i] += __shfl_xor_sync(FULL_WARP, biasSum[i], offset);
        }
    }
    float* part = parts + (long long) sequence * (18 + RANK) * channels;
    const int channel = channel0 + g;
    if (c == 0) {
        part[16 * channels + channel] = skipSum[0];
        part[16 * channels + channel + 8] = skipSum[1];
        part[17 * channels + channel] = biasSum[0];
        part[17 * channels + channel + 8] = biasSum[1];
    }
#pragma unroll
    for (int j = 0; j < 2; j++) {
#pragma unroll
        for (int r = 0; r < 2; r++) {
            *(float2*) (part + (channel + 8 * r) * 16 + 8 * j + 2 * c) = make_float2(
                    gradA[j][2 * r] * a2[j][2 * r] * LN2,
                    gradA[j][2 * r + 1] * a2[j][2 * r + 1] * LN2);
        }
    }
#pragma unroll
    for (int k = 0; k < RANK_TILES; k++) {
#pragma unroll
        for (int i = 0; i < 4; i++) {  // columns 8 (i & 1) + 2c, channels g | g + 8
            const int column = 16 * k + 8 * (i & 1) + 2 * c - LEAD;
            if (column >= 0) {
                const float* sum = &gradWeight[k][i & 1][i & 2];
                *(float2*) (part + 18 * channels + (channel + 8 * (i >> 1)) * RANK + column) =
                        make_float2(sum[0], sum[1]);
            }
        }
    }
}
