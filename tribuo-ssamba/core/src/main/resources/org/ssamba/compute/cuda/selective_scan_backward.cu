// Selective scan, backward (formula and shapes: selective_scan.cu). With gy the gradient of y and
// a_t = exp(delta_t A), from the last token in scanning order to the first:
//
//   g_t     = gy_t C_t + a_{t+1} g_{t+1}                        (gradient of s_t)
//   gradC_t = sum_e gy_t s_t         gradB_t = sum_e g_t delta_t u_t
//   q_t     = sum_n g_t B_t          h_t = a_t g_t s_{t-1}
//   gradU_t = delta_t q_t + skip gy_t
//   gradDelta_t = (sum_n A h_t + u_t q_t) sigmoid(delta_raw_t + bias)
//   gradALog = A sum_t delta_t h_t   gradSkip = sum_t gy_t u_t   gradBias = sum_t gradDelta_t
//
// Writes gradU, gradDelta (S, clips, tokens, E) and partial sums, each added up by a later kernel
// in a fixed order (G = ceil(E / BLOCK_CHANNELS) groups of channels):
//   partialBC   (S, G, clips tokens, 2, N): gradB, gradC; then selective_scan_backward_bc
//   partialA    (S, clips, E, N), partialSkip and partialBias (S, clips, E): then sum_rows with
//               batch S, rows = clips, columns = E N or E
// Scratch: 4 S (G clips tokens 2 N + clips E N + 2 clips E) bytes.
//
// Parallelism: as forward, a block runs BLOCK_CHANNELS channels of one scan of one clip over all
// tokens, LANES neighbouring lanes share a channel, a thread serves CHANNELS channels one after the
// other. Per chunk, from the last: a first walk up computes the state before every SUB tokens from
// the stored one and keeps it in shared memory; then, from the last SUB tokens to the first,
// decays and states of SUB tokens are computed again into registers and walked back. The sums over
// channels gather in registers over a thread's channels, then by shuffles, then over warps: the
// longer a thread's list of channels, the cheaper.
// Floor: 2 - SUB / chunk exponentials per state and token, and about 16 + 1.5 other instructions.
//
// Macros: STATES, LANES (power of two, at most SUB), CHANNELS (any with BLOCK_CHANNELS a multiple
// of 4), SUB (4 or 8), THREADS (128 or 256), MIN_BLOCKS (blocks a multiprocessor holds), ALIGNED
// (here: E is a multiple of 4). BLOCK_CHANNELS = THREADS / LANES * CHANNELS.
// Choice: (CHANNELS, LANES, SUB, THREADS, MIN_BLOCKS) = (4, 8, 8, 256, 2) where 4 clips G blocks
// fill the card, (1, 8, 8, 128, 4) where they do not.
// Grid: x = 4 clips G, block: THREADS. chunk is a multiple of 16, tokens E below 2^31.
// Dynamic shared memory, bytes:
//   12 sizeof(ACT) VECTORS THREADS + 4 (3 SUB (BLOCK_CHANNELS + 4)
//     + 2 SUB PADDED_STATES (1 + THREADS / 32) + 2 BLOCK_CHANNELS
//     + (2 + chunk / SUB) CHANNELS LANE_STATES THREADS)
// with LANE_STATES = ceil(STATES / LANES), PADDED_STATES = LANE_STATES LANES and
// VECTORS = ceil(SUB BLOCK_CHANNELS / (4 THREADS)).

#define LANE_STATES ((STATES + LANES - 1) / LANES)
#define PADDED_STATES (LANE_STATES * LANES)
#define GROUPS (THREADS / LANES)
#define BLOCK_CHANNELS (GROUPS * CHANNELS)
#define ROW (BLOCK_CHANNELS + 4)
#define ROW_VECTORS (BLOCK_CHANNELS / 4)
#define VECTORS ((SUB * ROW_VECTORS + THREADS - 1) / THREADS)
#define STATE_INPUTS ((SUB * PADDED_STATES + THREADS - 1) / THREADS)
#define WARPS (THREADS / 32)
// Sums over channels: of gradB and gradC for SUB tokens and a lane's states; how many a lane ends
// with once the lanes of a warp are added up.
#define LANE_SUMS (2 * SUB * LANE_STATES)
#define LANE_RESULTS (LANE_SUMS * LANES / 32)
#define PLANE (CHANNELS * LANE_STATES * THREADS)

// The slope of softplus from its value: sigmoid(x) = 1 - e^-softplus(x), by series where the
// difference would cancel.
__device__ __forceinline__ float softplus_slope(float value) {
    float p = fmaf(value, 1.0f / 120.0f, -1.0f / 24.0f);
    p = fmaf(p, value, 1.0f / 6.0f);
    p = fmaf(p, value, -0.5f);
    p = fmaf(p, value, 1.0f);
    return value < 0.125f ? p * value : 1.0f - exp2_fast(-LOG2E * value);
}

extern "C" __global__ void __launch_bounds__(THREADS, MIN_BLOCKS)
selective_scan_backward(const ACT* __restrict__ u, const ACT* __restrict__ delta,
        const ACT* __restrict__ b, long long bBatchStride, long long bRowStride,
        const ACT* __restrict__ c, long long cBatchStride, long long cRowStride,
        const float* __restrict__ aLog, const float* __restrict__ skip,
        const float* __restrict__ deltaBias, const float* __restrict__ chunkStates,
        const ACT* __restrict__ gradY, ACT* __restrict__ gradU, ACT* __restrict__ gradDelta,
        float* __restrict__ partialBC, float* __restrict__ partialA,
        float* __restrict__ partialSkip, float* __restrict__ partialBias, int clips, int tokens,
        int channels, int chunk) {
    extern __shared__ __align__(16) unsigned char memory[];
    const int thread = threadIdx.x;
    const int chunkSubs = chunk / SUB;
    // What arrives for the next SUB tokens, each slot written and read by one thread.
    ACT4* uArriving = (ACT4*) memory + thread;
    ACT4* deltaArriving = uArriving + VECTORS * THREADS;
    ACT4* gradArriving = deltaArriving + VECTORS * THREADS;
    // Tiles of SUB tokens. Once walked back, uTile holds the gradient of delta and gradTile gradU.
    float* deltaTile = (float*) (memory + 3 * VECTORS * THREADS * sizeof(ACT4));
    float* uTile = deltaTile + SUB * ROW;
    float* gradTile = uTile + SUB * ROW;
    float* bTile = gradTile + SUB * ROW;
    float* cTile = bTile + SUB * PADDED_STATES;
    float* warpSums = cTile + SUB * PADDED_STATES;
    float* biasOf = warpSums + WARPS * LANE_SUMS * LANES;
    float* skipOf = biasOf + BLOCK_CHANNELS;
    // Per channel and state of each thread: A log2(e), a_{t+1} g_{t+1}, the sum of delta h, the
    // state before sub-chunks 1, 2, ...
    float* a2Of = skipOf + BLOCK_CHANNELS + thread;
    float* carryOf = a2Of + PLANE;
    float* gradAOf = carryOf + PLANE;
    float* saved = gradAOf + PLANE;

    const int groups = (channels + BLOCK_CHANNELS - 1) / BLOCK_CHANNELS;
    const int sequence = blockIdx.x / groups;
    const int blockGroup = blockIdx.x - sequence * groups;
    const int scan = sequence / clips;
    const int clip = sequence - scan * clips;
    const bool down = scan == 1 || scan == 2;
    const int firstChannel = blockGroup * BLOCK_CHANNELS;

    // Step k of the scan is token firstToken + direction k.
    const int direction = down ? -1 : 1;
    const int firstToken = down ? tokens - 1 : 0;
    const int vectorToken = thread / ROW_VECTORS;
    const int vectorChannel = thread % ROW_VECTORS * 4;
    const int count = channels - firstChannel - vectorChannel;
    // First element of the block's channels at the first token; the same for every thread.
    const long long blockStart =
            ((long long) sequence * tokens + firstToken) * channels + firstChannel;
    const long long gradStart =
            ((long long) (scan / 2 * clips + clip) * tokens + firstToken) * channels + firstChannel;
    const int vectorStride = direction * channels;
    const long long firstRow = (long long) clip * tokens + firstToken;
    const ACT* bFirst = b + scan * bBatchStride + firstRow * bRowStride;
    const ACT* cFirst = c + scan * cBatchStride + firstRow * cRowStride;

    const int lane = thread % LANES;
    const int own = thread / LANES;
    for (int i = thread; i < BLOCK_CHANNELS; i += THREADS) {
        bool inside = firstChannel + i < channels;
        biasOf[i] = inside ? deltaBias[scan * channels + firstChannel + i] : 0.0f;
        skipOf[i] = inside ? skip[scan * channels + firstChannel + i] : 0.0f;
    }
    for (int j = 0; j < CHANNELS; j++) {
        for (int i = 0; i < LANE_STATES; i++) {
            int e = firstChannel + j * GROUPS + own;
            int n = lane * LANE_STATES + i;
            int at = (j * LANE_STATES + i) * THREADS;
            a2Of[at] = e < channels && n < STATES
                    ? -LOG2E * expf(aLog[((long long) scan * channels + e) * STATES + n])
                    : 0.0f;
            carryOf[at] = 0.0f;
            gradAOf[at] = 0.0f;
        }
    }
    __syncthreads();

    ACT bNext[STATE_INPUTS], cNext[STATE_INPUTS];
    auto fetch = [&](int start) {
#pragma unroll 1
        for (int i = 0; i < VECTORS; i++) {
            int k = vectorToken + i * (THREADS / ROW_VECTORS);
            int step = start + k;
            int some = k < SUB && step < tokens ? count : 0;
            int at = step * vectorStride + vectorChannel;
            copy4(uArriving + i * THREADS, u + blockStart + at, some);
            copy4(deltaArriving + i * THREADS, delta + blockStart + at, some);
            copy4(gradArriving + i * THREADS, gradY + gradStart + at, some);
        }
#pragma unroll
        for (int i = 0; i < STATE_INPUTS; i++) {
            int k = (thread + i * THREADS) / PADDED_STATES;
            int n = (thread + i * THREADS) % PADDED_STATES;
            int step = start + k;
            bool inside = k < SUB && step < tokens && n < STATES;
            long long row = direction * step;
            bNext[i] = inside ? bFirst[row * bRowStride + n] : (ACT) 0;
            cNext[i] = inside ? cFirst[row * cRowStride + n] : (ACT) 0;
        }
    };
    float4 skipSum = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
    float4 biasSum = skipSum;
    // A step past the end has delta = u = gradY = 0: it leaves states and gradients as they are.
    auto stage = [&](int start, bool last) {
        wait_copies();
        float4 bias4 = *(const float4*) &biasOf[vectorChannel];
#pragma unroll 1
        for (int i = 0; i < VECTORS; i++) {
            int k = vectorToken + i * (THREADS / ROW_VECTORS);
            float4 d = unpack(deltaArriving[i * THREADS]);
            float4 x = unpack(uArriving[i * THREADS]);
            float4 g = unpack(gradArriving[i * THREADS]);
            bool inside = start + k < tokens;
            d.x = inside ? softplus(d.x + bias4.x) : 0.0f;
            d.y = inside ? softplus(d.y + bias4.y) : 0.0f;
            d.z = inside ? softplus(d.z + bias4.z) : 0.0f;
            d.w = inside ? softplus(d.w + bias4.w) : 0.0f;
            if (k < SUB) {
                *(float4*) &deltaTile[k * ROW + vectorChannel] = d;
                *(float4*) &uTile[k * ROW + vectorChannel] = x;
                *(float4*) &gradTile[k * ROW + vectorChannel] = g;
                if (last) {
                    skipSum.x = fmaf(g.x, x.x, skipSum.x);
                    skipSum.y = fmaf(g.y, x.y, skipSum.y);
                    skipSum.z = fmaf(g.z, x.z, skipSum.z);
                    skipSum.w = fmaf(g.w, x.w, skipSum.w);
                }
            }
        }
#pragma unroll
        for (int i = 0; i < STATE_INPUTS; i++) {
            int at = thread + i * THREADS;
            if (at < SUB * PADDED_STATES) {
                bTile[at] = to_float(bNext[i]);
                cTile[at] = to_float(cNext[i]);
            }
        }
    };

    const int chunks = (tokens + chunk - 1) / chunk;
    // The state of channel j before a sub-chunk of a chunk.
    auto load_state = [&](float (&s)[LANE_STATES], int at, int sub, int j) {
        int e = firstChannel + j * GROUPS + own;
        const float* stored = chunkStates
                + (((long long) sequence * chunks + at) * channels + e) * STATES
                + lane * LANE_STATES;
#pragma unroll
        for (int i = 0; i < LANE_STATES; i++) {
            if (sub > 0) {
                s[i] = saved[(sub - 1) * PLANE + (j * LANE_STATES + i) * THREADS];
            } else {
                bool inside = e < channels && lane * LANE_STATES + i < STATES;
                s[i] = inside ? stored[i] : 0.0f;
            }
        }
    };

    fetch((chunks - 1) * chunk);
#pragma unroll 1
    for (int at = chunks - 1; at >= 0; at--) {
        const int chunkStart = at * chunk;
        const int subs = min(chunkSubs, (tokens - chunkStart + SUB - 1) / SUB);

#pragma unroll 1
        for (int sub = 0; sub < subs - 1; sub++) {
            stage(chunkStart + sub * SUB, false);
            __syncthreads();
            fetch(chunkStart + (sub + 1) * SUB);
#pragma unroll 1
            for (int j = 0; j < CHANNELS; j++) {
                float a2[LANE_STATES], s[LANE_STATES];
                load_state(s, at, sub, j);
#pragma unroll
                for (int i = 0; i < LANE_STATES; i++) {
                    a2[i] = a2Of[(j * LANE_STATES + i) * THREADS];
                }
#pragma unroll
                for (int k = 0; k < SUB; k++) {
                    float bs[LANE_STATES];
                    load_floats(bs, &bTile[k * PADDED_STATES + lane * LANE_STATES]);
                    float d = deltaTile[k * ROW + j * GROUPS + own];
                    float x = d * uTile[k * ROW + j * GROUPS + own];
#pragma unroll
                    for (int i = 0; i < LANE_STATES; i++) {
                        s[i] = fmaf(exp2_fast(d * a2[i]), s[i], x * bs[i]);
                    }
                }
#pragma unroll
                for (int i = 0; i < LANE_STATES; i++) {
                    saved[sub * PLANE + (j * LANE_STATES + i) * THREADS] = s[i];
                }
            }
            __syncthreads();
        }

#pragma unroll 1
        for (int sub = subs - 1; sub >= 0; sub--) {
            const int start = chunkStart + sub * SUB;
            stage(start, true);
            __syncthreads();
            if (sub > 0) {
                fetch(start - SUB);
            } else if (at > 0) {
                fetch(chunkStart - chunk);
            }

            // [0]: gradB, [1]: gradC.
            float sums[2][SUB][LANE_STATES];
#pragma unroll
            for (int k = 0; k < SUB; k++) {
#pragma unroll
                for (int i = 0; i < LANE_STATES; i++) {
                    sums[0][k][i] = 0.0f;
                    sums[1][k][i] = 0.0f;
                }
            }
#pragma unroll 1
            for (int j = 0; j < CHANNELS; j++) {
                const int channel = j * GROUPS + own;
                float a2[LANE_STATES], carry[LANE_STATES], gradA[LANE_STATES];
                // state[k] is the one before token k.
                float a[SUB][LANE_STATES], state[SUB + 1][LANE_STATES];
                float d[SUB], x[SUB];
                load_state(state[0], at, sub, j);
#pragma unroll
                for (int i = 0; i < LANE_STATES; i++) {
                    int slot = (j * LANE_STATES + i) * THREADS;
                    a2[i] = a2Of[slot];
                    carry[i] = carryOf[slot];
                    gradA[i] = gradAOf[slot];
                }
#pragma unroll
                for (int k = 0; k < SUB; k++) {
                    float bs[LANE_STATES];
                    load_floats(bs, &bTile[k * PADDED_STATES + lane * LANE_STATES]);
                    d[k] = deltaTile[k * ROW + channel];
                    x[k] = d[k] * uTile[k * ROW + channel];
#pragma unroll
                    for (int i = 0; i < LANE_STATES; i++) {
                        a[k][i] = exp2_fast(d[k] * a2[i]);
                        state[k + 1][i] = fmaf(a[k][i], state[k][i], x[k] * bs[i]);
                    }
                }
                float q[SUB], p[SUB];
#pragma unroll
                for (int k = SUB - 1; k >= 0; k--) {
                    float bs[LANE_STATES], cs[LANE_STATES];
                    load_floats(bs, &bTile[k * PADDED_STATES + lane * LANE_STATES]);
                    load_floats(cs, &cTile[k * PADDED_STATES + lane * LANE_STATES]);
                    float gy = gradTile[k * ROW + channel];
                    q[k] = 0.0f;
                    p[k] = 0.0f;
#pragma unroll
                    for (int i = 0; i < LANE_STATES; i++) {
                        float g = fmaf(gy, cs[i], carry[i]);
                        sums[1][k][i] = fmaf(gy, state[k + 1][i], sums[1][k][i]);
                        sums[0][k][i] = fmaf(g, x[k], sums[0][k][i]);
                        q[k] = fmaf(g, bs[i], q[k]);
                        carry[i] = a[k][i] * g;
                        float h = carry[i] * state[k][i];
                        p[k] = fmaf(a2[i], h, p[k]);
                        gradA[i] = fmaf(d[k], h, gradA[i]);
                    }
                }
#pragma unroll
                for (int i = 0; i < LANE_STATES; i++) {
                    int slot = (j * LANE_STATES + i) * THREADS;
                    carryOf[slot] = carry[i];
                    gradAOf[slot] = gradA[i];
                }
                LaneSums<SUB, LANES, 1>::run(q);
                LaneSums<SUB, LANES, 1>::run(p);
#pragma unroll
                for (int i = 0; i < SUB / LANES; i++) {
                    int tile = (lane * (SUB / LANES) + i) * ROW + channel;
                    uTile[tile] = fmaf(uTile[tile], q[i], LN2 * p[i]);
                    gradTile[tile] = fmaf(deltaTile[tile], q[i], skipOf[channel] * gradTile[tile]);
                }
            }
            LaneSums<LANE_SUMS, 32 / LANES, LANES>::run(&sums[0][0][0]);
#pragma unroll
            for (int i = 0; i < LANE_RESULTS; i++) {
                warpSums[thread / 32 * (LANE_RESULTS * 32) + i * 32 + thread % 32] =
                        (&sums[0][0][0])[i];
            }
            __syncthreads();

            for (int o = thread; o < SUB * 2 * STATES; o += THREADS) {
                int k = o / (2 * STATES);
                int which = o / STATES % 2;
                int n = o % STATES;
                int value = (which * SUB + k) * LANE_STATES + n % LANE_STATES;
                int from = value % LANE_RESULTS * 32 + value / LANE_RESULTS * LANES
                        + n / LANE_STATES;
                float sum = 0.0f;
#pragma unroll
                for (int warp = 0; warp < WARPS; warp++) {
                    sum += warpSums[warp * (LANE_RESULTS * 32) + from];
                }
                if (start + k < tokens) {
                    long long rows = (long long) clips * tokens;
                    long long row = firstRow + direction * (start + k);
                    partialBC[((((long long) scan * groups + blockGroup) * rows + row) * 2 + which)
                            * STATES + n] = sum;
                }
            }
#pragma unroll 1
            for (int i = 0; i < VECTORS; i++) {
                int k = vectorToken + i * (THREADS / ROW_VECTORS);
                int step = start + k;
                if (k < SUB && step < tokens) {
                    int to = step * vectorStride + vectorChannel;
                    float4 d = *(const float4*) &deltaTile[k * ROW + vectorChannel];
                    float4 r = *(const float4*) &uTile[k * ROW + vectorChannel];
                    r.x *= softplus_slope(d.x);
                    r.y *= softplus_slope(d.y);
                    r.z *= softplus_slope(d.z);
                    r.w *= softplus_slope(d.w);
                    biasSum.x += r.x;
                    biasSum.y += r.y;
                    biasSum.z += r.z;
                    biasSum.w += r.w;
                    store4(gradDelta + blockStart + to, r, count);
                    store4(gradU + blockStart + to,
                            *(const float4*) &gradTile[k * ROW + vectorChannel], count);
                }
            }
        }
    }

    for (int j = 0; j < CHANNELS; j++) {
        for (int i = 0; i < LANE_STATES; i++) {
            int e = firstChannel + j * GROUPS + own;
            int n = lane * LANE_STATES + i;
            int slot = (j * LANE_STATES + i) * THREADS;
            if (e < channels && n < STATES) {
                partialA[((long long) sequence * channels + e) * STATES + n] =
                        gradAOf[slot] * a2Of[slot] * LN2;
            }
        }
    }
    // Threads that staged the same channels add up what they saw, in the order of their tokens.
    float* threadSums = a2Of - thread;
    for (int which = 0; which < 2; which++) {
        __syncthreads();
        *(float4*) &threadSums[4 * thread] = which == 0 ? skipSum : biasSum;
        __syncthreads();
        for (int i = thread; i < BLOCK_CHANNELS; i += THREADS) {
            float sum = 0.0f;
            for (int from = i; from < 4 * THREADS; from += BLOCK_CHANNELS) {
                sum += threadSums[from];
            }
            if (firstChannel + i < channels) {
                (which == 0 ? partialSkip : partialBias)[(long long) sequence * channels
                        + firstChannel + i] = sum;
            }
        }
    }
}
