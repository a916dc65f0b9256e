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
// (0 or 1), ALIGNED (here: E is a multiple of 4).
// Grid: x = 4 clips ceil(E / BLOCK_CHANNELS), block: THREADS = 128, no dynamic shared memory.
// chunk is a multiple of TOKENS = 16. chunkStates may be null if STORE_STATES is 0.

#define THREADS 128
#define TOKENS 16

extern "C" __global__ void __launch_bounds__(THREADS)
selective_scan(const ACT* u, const ACT* delta, const ACT* b, long long bBatchStride,
        long long bRowStride, const ACT* c, long long cBatchStride, long long cRowStride,
        const float* aLog, const float* skip, const float* deltaBias, ACT* y, float* chunkStates,
        int clips, int tokens, int channels, int chunk) {
}
