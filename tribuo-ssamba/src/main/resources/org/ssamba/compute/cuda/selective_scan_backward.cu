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
// Macros: STATES, LANES (power of two up to 16), CHANNELS (any), SUB (tokens kept in registers: 4
// or 8, at least LANES / 2), ALIGNED (E is a multiple of 4), THREADS (128 or 256).
// BLOCK_CHANNELS = THREADS / LANES * CHANNELS.
// Grid: x = 4 clips G, block: THREADS. Dynamic shared memory: SHARED_BYTES(chunk), below.
// chunk is a multiple of 16.

extern "C" __global__ void __launch_bounds__(THREADS)
selective_scan_backward(const ACT* u, const ACT* delta, const ACT* b, long long bBatchStride,
        long long bRowStride, const ACT* c, long long cBatchStride, long long cRowStride,
        const float* aLog, const float* skip, const float* deltaBias, const float* chunkStates,
        const ACT* gradY, ACT* gradU, ACT* gradDelta, float* partialBC, float* partialA,
        float* partialSkip, float* partialBias, int clips, int tokens, int channels, int chunk) {
}
