// Selective scan, forward: both layers of a pair, both directions and all clips in one launch.
//
//   delta_t = softplus(delta_raw_t + bias),  A = -exp(aLog)
//   s_t[n]  = exp(delta_t A[n]) s_{t-1}[n] + delta_t u_t B_t[n],     s before the first token is 0
//   y_t     = sum_n s_t[n] C_t[n] + skip u_t
// Time runs up where layer + direction is even, down where it is odd.
//
// Shapes (E channels, N states, S = 4 (layer, direction) scans): u, delta, y (S, clips, tokens, E);
// b, c S x (clips tokens, N) with strides; aLog (S, E, N); skip, bias (S, E); chunkStates
// (S, clips, ceil(tokens / chunk), E, N) float32: the state before each chunk, in scanning order.
//
// Parallelism: a block has THREADS threads and runs BLOCK_CHANNELS = THREADS / LANES * CHANNELS
// channels of one scan of one clip over all tokens. A thread keeps CHANNELS channels x
// ceil(STATES / LANES) states in registers, LANES neighbouring lanes share a channel. Tiles of
// TOKENS tokens of delta and delta u (softplus done once per element) and of B and C are staged in
// shared memory while the next tile's loads are in flight.
//
// Floor: one base-2 exponential per state and token, S clips tokens E N in all, at 16 a clock and
// multiprocessor (132 x 1.755 GHz: 3.7e12 a second).
//
// Macros: STATES (1..64), LANES (1, 2, 4, 8, 16; a power of two), CHANNELS (1, 2, 4), STORE_STATES
// (0 or 1), ALIGNED (here: E is a multiple of 4), MIN_BLOCKS (blocks a multiprocessor holds, which
// bounds the registers).
// Choice: of (CHANNELS, LANES, MIN_BLOCKS) = (2, 2, 5), (2, 4, 6), (1, 4, 8), (1, 8, 8), (1, 16, 8)
// the first with 4 clips E LANES / CHANNELS threads for 16 warps a multiprocessor, else the last:
// a larger tile of channels x states reads less of B and C from shared memory and shuffles less,
// more lanes fill the card. LANES above STATES waste work.
// Grid: x = 4 clips ceil(E / BLOCK_CHANNELS), block: THREADS = 128, no dynamic shared memory.
// BLOCK_CHANNELS is at most 128 (static shared memory ends at 48 KiB).
// tokens E is below 2^31. chunk is a multiple of TOKENS = 16; 64 is a good choice: stored states
// are 4 clips (tokens / 64) E N 4 bytes. chunkStates may be null if STORE_STATES is 0.

#define THREADS 128
#define TOKENS 16
#define LANE_STATES ((STATES + LANES - 1) / LANES)
#define PADDED_STATES (LANE_STATES * LANES)
#define BLOCK_CHANNELS (THREADS / LANES * CHANNELS)
#define ROW (BLOCK_CHANNELS + 4)
#define ROW_VECTORS (BLOCK_CHANNELS / 4)
#define VECTORS ((TOKENS * ROW_VECTORS + THREADS - 1) / THREADS)
#define STATE_INPUTS ((TOKENS * PADDED_STATES + THREADS - 1) / THREADS)
#define BATCH (LANES > 2 ? LANES : 2)

extern "C" __global__ void __launch_bounds__(THREADS, MIN_BLOCKS)
selective_scan(const ACT* __restrict__ u, const ACT* __restrict__ delta,
        const ACT* __restrict__ b, long long bBatchStride, long long bRowStride,
        const ACT* __restrict__ c, long long cBatchStride, long long cRowStride,
        const float* __restrict__ aLog, const float* __restrict__ skip,
        const float* __restrict__ deltaBias, ACT* __restrict__ y,
        float* __restrict__ chunkStates, int clips, int tokens, int channels, int chunk) {
    // What arrives for the next tile, each slot written and read by one thread.
    __shared__ __align__(16) ACT4 uArriving[VECTORS][THREADS];
    __shared__ __align__(16) ACT4 deltaArriving[VECTORS][THREADS];
    // deltaTile holds delta, then, batch by batch, sum_n s C.
    __shared__ __align__(16) float deltaTile[TOKENS][ROW];
    __shared__ __align__(16) float uTile[TOKENS][ROW];
    __shared__ __align__(16) float bTile[TOKENS][PADDED_STATES];
    __shared__ __align__(16) float cTile[TOKENS][PADDED_STATES];
    __shared__ __align__(16) float biasOf[BLOCK_CHANNELS];
    __shared__ __align__(16) float skipOf[BLOCK_CHANNELS];

    const int groups = (channels + BLOCK_CHANNELS - 1) / BLOCK_CHANNELS;
    const int sequence = blockIdx.x / groups;
    const int scan = sequence / clips;
    const int clip = sequence - scan * clips;
    const bool down = scan == 1 || scan == 2;
    const int firstChannel = (blockIdx.x - sequence * groups) * BLOCK_CHANNELS;
    const int thread = threadIdx.x;

    // Staging: this thread moves 4 channels of tokens vectorToken + i THREADS / ROW_VECTORS.
    const int vectorToken = thread / ROW_VECTORS;
    const int vectorChannel = thread % ROW_VECTORS * 4;
    const int count = channels - firstChannel - vectorChannel;
    // Step k of the scan is token firstToken + direction k.
    const int direction = down ? -1 : 1;
    const int firstToken = down ? tokens - 1 : 0;
    // First element of the block's channels at the first token; the same for every thread.
    const long long blockStart =
            ((long long) sequence * tokens + firstToken) * channels + firstChannel;
    const int vectorStride = direction * channels;
    const long long firstRow = (long long) clip * tokens + firstToken;
    const ACT* bFirst = b + scan * bBatchStride + firstRow * bRowStride;
    const ACT* cFirst = c + scan * cBatchStride + firstRow * cRowStride;
    for (int i = thread; i < BLOCK_CHANNELS; i += THREADS) {
        bool inside = firstChannel + i < channels;
        biasOf[i] = inside ? deltaBias[scan * channels + firstChannel + i] : 0.0f;
        skipOf[i] = inside ? skip[scan * channels + firstChannel + i] : 0.0f;
    }
    __syncthreads();

    // Scanning: this thread's channels and states. a2 = A log2(e).
    const int lane = thread % LANES;
    const int ownChannel = thread / LANES * CHANNELS;
    float a2[CHANNELS][LANE_STATES], state[CHANNELS][LANE_STATES];
#pragma unroll
    for (int j = 0; j < CHANNELS; j++) {
#pragma unroll
        for (int i = 0; i < LANE_STATES; i++) {
            int e = firstChannel + ownChannel + j;
            int n = lane * LANE_STATES + i;
            a2[j][i] = e < channels && n < STATES
                    ? -LOG2E * expf(aLog[((long long) scan * channels + e) * STATES + n])
                    : 0.0f;
            state[j][i] = 0.0f;
        }
    }

    ACT bNext[STATE_INPUTS], cNext[STATE_INPUTS];
    auto fetch = [&](int start) {
#pragma unroll 1
        for (int i = 0; i < VECTORS; i++) {
            int k = vectorToken + i * (THREADS / ROW_VECTORS);
            int step = start + k;
            bool inside = k < TOKENS && step < tokens;
            int at = step * vectorStride + vectorChannel;
            copy4(&uArriving[i][thread], u + blockStart + at, inside ? count : 0);
            copy4(&deltaArriving[i][thread], delta + blockStart + at, inside ? count : 0);
        }
#pragma unroll
        for (int i = 0; i < STATE_INPUTS; i++) {
            int k = (thread + i * THREADS) / PADDED_STATES;
            int n = (thread + i * THREADS) % PADDED_STATES;
            int step = start + k;
            bool inside = k < TOKENS && step < tokens && n < STATES;
            long long row = direction * step;
            bNext[i] = inside ? bFirst[row * bRowStride + n] : (ACT) 0;
            cNext[i] = inside ? cFirst[row * cRowStride + n] : (ACT) 0;
        }
    };

    fetch(0);
#pragma unroll 1
    for (int start = 0; start < tokens; start += TOKENS) {
#if STORE_STATES
        if (start % chunk == 0) {
            int chunks = (tokens + chunk - 1) / chunk;
            long long block = (long long) sequence * chunks + start / chunk;
#pragma unroll
            for (int j = 0; j < CHANNELS; j++) {
                int e = firstChannel + ownChannel + j;
                float* out = chunkStates + (block * channels + e) * STATES + lane * LANE_STATES;
#if STATES % 4 == 0 && STATES == PADDED_STATES && LANE_STATES % 4 == 0
#pragma unroll
                for (int i = 0; i < LANE_STATES; i += 4) {
                    if (e < channels) {
                        *(float4*) (out + i) = make_float4(state[j][i], state[j][i + 1],
                                state[j][i + 2], state[j][i + 3]);
                    }
                }
#else
#pragma unroll
                for (int i = 0; i < LANE_STATES; i++) {
                    if (e < channels && lane * LANE_STATES + i < STATES) {
                        out[i] = state[j][i];
                    }
                }
#endif
            }
        }
#endif
        // A step past the end has delta = 0: it leaves the states as they are.
        wait_copies();
        float4 bias4 = *(const float4*) &biasOf[vectorChannel];
#pragma unroll 2
        for (int i = 0; i < VECTORS; i++) {
            int k = vectorToken + i * (THREADS / ROW_VECTORS);
            float4 d = unpack(deltaArriving[i][thread]);
            bool inside = start + k < tokens;
            d.x = inside ? softplus(d.x + bias4.x) : 0.0f;
            d.y = inside ? softplus(d.y + bias4.y) : 0.0f;
            d.z = inside ? softplus(d.z + bias4.z) : 0.0f;
            d.w = inside ? softplus(d.w + bias4.w) : 0.0f;
            if (k < TOKENS) {
                *(float4*) &deltaTile[k][vectorChannel] = d;
                *(float4*) &uTile[k][vectorChannel] = unpack(uArriving[i][thread]);
            }
        }
#pragma unroll
        for (int i = 0; i < STATE_INPUTS; i++) {
            int k = (thread + i * THREADS) / PADDED_STATES;
            int n = (thread + i * THREADS) % PADDED_STATES;
            if (k < TOKENS) {
                bTile[k][n] = to_float(bNext[i]);
                cTile[k][n] = to_float(cNext[i]);
            }
        }
        __syncthreads();
        fetch(start + TOKENS);

#pragma unroll 1
        for (int batch = 0; batch < TOKENS; batch += BATCH) {
            float sum[CHANNELS][BATCH];
#pragma unroll
            for (int k = 0; k < BATCH; k++) {
                float bs[LANE_STATES], cs[LANE_STATES], d[CHANNELS], x[CHANNELS];
                load_floats(bs, &bTile[batch + k][lane * LANE_STATES]);
                load_floats(cs, &cTile[batch + k][lane * LANE_STATES]);
                load_floats(d, &deltaTile[batch + k][ownChannel]);
                load_floats(x, &uTile[batch + k][ownChannel]);
#pragma unroll
                for (int j = 0; j < CHANNELS; j++) {
                    sum[j][k] = 0.0f;
                    x[j] *= d[j];
#pragma unroll
                    for (int i = 0; i < LANE_STATES; i++) {
                        float a = exp2_fast(d[j] * a2[j][i]);
                        state[j][i] = fmaf(a, state[j][i], x[j] * bs[i]);
                        sum[j][k] = fmaf(state[j][i], cs[i], sum[j][k]);
                    }
                }
            }
#pragma unroll
            for (int j = 0; j < CHANNELS; j++) {
                LaneSums<BATCH, LANES, 1>::run(sum[j]);
            }
            // The lanes of a channel, all of one warp, have read delta before sums take its place.
            __syncwarp();
#pragma unroll
            for (int j = 0; j < CHANNELS; j++) {
#pragma unroll
                for (int i = 0; i < BATCH / LANES; i++) {
                    deltaTile[batch + lane * (BATCH / LANES) + i][ownChannel + j] = sum[j][i];
                }
            }
        }
        __syncthreads();

        float4 skip4 = *(const float4*) &skipOf[vectorChannel];
#pragma unroll 2
        for (int i = 0; i < VECTORS; i++) {
            int k = vectorToken + i * (THREADS / ROW_VECTORS);
            int step = start + k;
            if (k < TOKENS && step < tokens) {
                float4 r = *(const float4*) &deltaTile[k][vectorChannel];
                float4 x = *(const float4*) &uTile[k][vectorChannel];
                r.x = fmaf(skip4.x, x.x, r.x);
                r.y = fmaf(skip4.y, x.y, r.y);
                r.z = fmaf(skip4.z, x.z, r.z);
                r.w = fmaf(skip4.w, x.w, r.w);
                store4(y + blockStart + (step * vectorStride + vectorChannel), r, count);
            }
        }
    }
}
