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

__device__ __forceinline__ float4 silu4(float4 p) {
    return make_float4(silu(p.x), silu(p.y), silu(p.z), silu(p.w));
}

extern "C" __global__ void __launch_bounds__(128, 4)
convolution(const ACT* __restrict__ x, long long xBatchStride, long long xRowStride,
        const float* __restrict__ weight, const float* __restrict__ bias, ACT* __restrict__ u,
        int clips, int tokens, int channels) {
    const int groups = (channels + 3) / 4;
    const int runs = (tokens + RUN - 1) / RUN;
    const long long item = (long long) blockIdx.x * 128 + threadIdx.x;
    const int part = (int) (item / groups);
    const int clip = part / runs;
    if (clip >= clips) {
        return;
    }
    const int e = (int) (item - (long long) part * groups) * 4;
    const int count = channels - e;
    const int first = (part - clip * runs) * RUN;
    const int layer = blockIdx.y;

    // By reach: [0] looks back, [1] looks ahead. Tap k of either is WIDTH - 1 - k tokens away.
    float4 tap[2][WIDTH], constant[2];
#pragma unroll
    for (int reach = 0; reach < 2; reach++) {
        const int at = (layer * 2 + (layer ^ reach)) * channels + e;
        const float* w = weight + (long long) at * WIDTH;
#pragma unroll
        for (int k = 0; k < WIDTH; k++) {
            tap[reach][k] = make_float4(w[k], count > 1 ? w[WIDTH + k] : 0.0f,
                    count > 2 ? w[2 * WIDTH + k] : 0.0f, count > 3 ? w[3 * WIDTH + k] : 0.0f);
        }
        constant[reach] = make_float4(bias[at], count > 1 ? bias[at + 1] : 0.0f,
                count > 2 ? bias[at + 2] : 0.0f, count > 3 ? bias[at + 3] : 0.0f);
    }

    const ACT* in = x + layer * xBatchStride + (long long) clip * tokens * xRowStride + e;
    const long long plane = (long long) clips * tokens * channels;
    const long long to = ((long long) clip * tokens + first) * channels + e;
    ACT* back = u + (layer * 2 + layer) * plane + to;
    ACT* ahead = u + (layer * 2 + (layer ^ 1)) * plane + to;
    auto load = [&](int t) {
        return load4(in + t * xRowStride, t >= 0 && t < tokens ? count : 0);
    };
    // window[i] is token t - (WIDTH - 1) + i, kept packed.
    ACT4 window[2 * WIDTH - 1];
#pragma unroll
    for (int i = 0; i < 2 * WIDTH - 2; i++) {
        window[i] = load(first - (WIDTH - 1) + i);
    }
#pragma unroll
    for (int i = 0; i < RUN; i++) {
        window[2 * WIDTH - 2] = load(first + i + WIDTH - 1);
        float4 p = constant[0];
        float4 q = constant[1];
#pragma unroll
        for (int k = 0; k < WIDTH; k++) {
            p = fma4(tap[0][k], unpack(window[k]), p);
            q = fma4(tap[1][k], unpack(window[2 * WIDTH - 2 - k]), q);
        }
        const int some = first + i < tokens ? count : 0;
        store4(back + (long long) i * channels, silu4(p), some);
        store4(ahead + (long long) i * channels, silu4(q), some);
#pragma unroll
        for (int k = 0; k < 2 * WIDTH - 2; k++) {
            window[k] = window[k + 1];
        }
    }
}
