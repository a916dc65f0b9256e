// Depthwise causal convolution and SiLU, two layers, both directions, x read once.
//
//   u[l, d, t, e] = SiLU(bias[l, d, e] + sum_k weight[l, d, e, k] x[l, t -+ (WIDTH - 1 - k), e])
// looking back (earlier tokens) where l + d is even, ahead where it is odd; outside is 0.
//
// x 2 x (clips tokens, E) with strides; weight (2, 2, E, WIDTH); bias (2, 2, E);
// u (2, 2, clips, tokens, E).
// Parallelism: a thread owns 4 channels and a run of RUN tokens, a window of 2 WIDTH - 1 tokens in
// registers slides over it and serves both directions.
// Floor: 2 reads and 4 writes of clips tokens E activations.
//
// Macros: WIDTH (1..8), ALIGNED (here: E, x's offset and strides are multiples of 4).
// Grid: x = ceil(clips ceil(tokens / RUN) ceil(E / 4) / 128), y = 2 (layer); block 128. RUN = 16.

#define RUN 16

extern "C" __global__ void __launch_bounds__(128)
convolution(const ACT* x, long long xBatchStride, long long xRowStride, const float* weight,
        const float* bias, ACT* u, int clips, int tokens, int channels) {
}
