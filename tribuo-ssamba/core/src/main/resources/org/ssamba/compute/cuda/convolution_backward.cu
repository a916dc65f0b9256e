// Gradients of the convolution (formula and shapes: convolution.cu); the preactivation p is
// computed again.
//
//   gp[l, d, t] = gradU[l, d, t] SiLU'(p[l, d, t])
//   gradX[l, j] = sum_d sum_k weight[l, d, k] gp[l, d, j +- (WIDTH - 1 - k)]
//   gradWeight[l, d, k] = sum_t gp[l, d, t] x[l, t -+ (WIDTH - 1 - k)],  gradBias = sum_t gp
//
// Partial sums over a block's tokens go to partialWeight (2, P, 2, E, WIDTH) and partialBias
// (2, P, 2, E), float32, with P = clips ceil(tokens / (8 run)); sum_rows with batch 2, rows = P,
// columns = 2 E WIDTH or 2 E adds them. Scratch: 16 P E (WIDTH + 1) bytes.
//
// Parallelism: a block is 32 pairs of channels x 8 runs of `run` tokens of one clip and layer; a
// thread slides windows of x and of both directions' gp over its run.
// Floor: 2 + 4 reads and 2 writes of clips tokens E activations.
//
// Macros: WIDTH (1..8), AHEAD (steps that loads run ahead: 2 or 4), MIN_BLOCKS (blocks a
// multiprocessor holds), ALIGNED (E, offsets and strides of x and gradX are multiples of 2).
// Grid: x = P, y = ceil(E / 64), z = 2 (layer); block (32, 8).
// run: tokens a thread; ceil(tokens / 8) up to 128 is a good choice:
//   run = ceil(tokens / (8 ceil(tokens / 1024))).

#define PAIRS 32
#define RUNS 8

// The gradient of the preactivation p.
__device__ __forceinline__ float slope(float grad, float p) {
    return grad * silu_slope(p, sigmoid(p));
}

__device__ __forceinline__ float2 slope2(float2 grad, float2 p) {
    return make_float2(slope(grad.x, p.x), slope(grad.y, p.y));
}

extern "C" __global__ void __launch_bounds__(PAIRS * RUNS, MIN_BLOCKS)
convolution_backward(const ACT* __restrict__ x, long long xBatchStride, long long xRowStride,
        const float* __restrict__ weight, const float* __restrict__ bias,
        const ACT* __restrict__ gradU, ACT* __restrict__ gradX, long long gxBatchStride,
        long long gxRowStride, float* __restrict__ partialWeight, float* __restrict__ partialBias,
        int clips, int tokens, int channels, int run) {
    const int parts = (tokens + RUNS * run - 1) / (RUNS * run);
    const int clip = blockIdx.x / parts;
    const int e = (blockIdx.y * PAIRS + threadIdx.x) * 2;
    const int count = channels - e;
    const int first = (((int) blockIdx.x - clip * parts) * RUNS + threadIdx.y) * run;
    const int end = min(first + run, tokens);
    const int layer = blockIdx.z;

    // By reach: [0] looks back, [1] looks ahead. Tap k of either is WIDTH - 1 - k tokens away.
    float2 tap[2][WIDTH], constant[2], gradTap[2][WIDTH], gradConstant[2];
    const float2 zero = make_float2(0.0f, 0.0f);
#pragma unroll
    for (int reach = 0; reach < 2; reach++) {
        const int at = (layer * 2 + (layer ^ reach)) * channels + e;
        const float* w = weight + (long long) at * WIDTH;
#pragma unroll
        for (int k = 0; k < WIDTH; k++) {
            tap[reach][k] = make_float2(
                    count > 0 ? w[k] : 0.0f, count > 1 ? w[WIDTH + k] : 0.0f);
            gradTap[reach][k] = zero;
        }
        constant[reach] = make_float2(
                count > 0 ? bias[at] : 0.0f, count > 1 ? bias[at + 1] : 0.0f);
        gradConstant[reach] = zero;
    }

    // All pointers move up with the steps; the first step is WIDTH - 1 tokens early.
    const int begin = first - (WIDTH - 1);
    const long long plane = (long long) clips * tokens * channels;
    const long long clipRow = (long long) clip * tokens;
    const ACT* xAt = x + layer * xBatchStride + (clipRow + first - WIDTH + 1) * xRowStride + e;
    const ACT* backAt = gradU + (layer * 2 + layer) * plane + (clipRow + first) * channels + e;
    const ACT* aheadAt =
            gradU + (layer * 2 + (layer ^ 1)) * plane + (clipRow + begin) * channels + e;
    ACT* outAt = gradX + layer * gxBatchStride + (clipRow + begin) * gxRowStride + e;

    // At step t: window[i] is x at token t + i; back[i] and ahead[i] are the gradients of the
    // preactivations of token t + i (looking back) and t - i (looking ahead). Both that are new at
    // t, back[WIDTH - 1] and ahead[0], need the same window.
    ACT2 window[WIDTH];
    float2 back[WIDTH], ahead[WIDTH];
#pragma unroll
    for (int i = 0; i < WIDTH; i++) {
        back[i] = zero;
        ahead[i] = zero;
        if (i > 0) {
            int t = begin + i - 1;
            window[i] = load2(xAt, t >= 0 && t < tokens ? count : 0);
            xAt += xRowStride;
        }
    }
    // What step t brings in, loaded AHEAD steps before.
    ACT2 xNext[AHEAD], backNext[AHEAD], aheadNext[AHEAD];
    auto fetch = [&](int slot, int t) {
        const int early = t + WIDTH - 1 < tokens ? count : 0;
        xNext[slot] = load2(xAt, t + WIDTH - 1 >= 0 ? early : 0);
        backNext[slot] = load2(backAt, early);
        aheadNext[slot] = load2(aheadAt, t >= 0 && t < tokens ? count : 0);
        xAt += xRowStride;
        backAt += channels;
        aheadAt += channels;
    };
    if (first < end) {
#pragma unroll
        for (int i = 0; i < AHEAD; i++) {
            fetch(i, begin + i);
        }
#pragma unroll 1
        for (int block = begin; block < end; block += AHEAD) {
#pragma unroll
            for (int slot = 0; slot < AHEAD; slot++) {
                const int t = block + slot;
#pragma unroll
                for (int i = 0; i < WIDTH - 1; i++) {
                    window[i] = window[i + 1];
                    back[i] = back[i + 1];
                    ahead[WIDTH - 1 - i] = ahead[WIDTH - 2 - i];
                }
                window[WIDTH - 1] = xNext[slot];
                float2 p = constant[0];
                float2 q = constant[1];
#pragma unroll
                for (int k = 0; k < WIDTH; k++) {
                    p = fma2(tap[0][k], unpack(window[k]), p);
                    q = fma2(tap[1][k], unpack(window[WIDTH - 1 - k]), q);
                }
                back[WIDTH - 1] = slope2(unpack(backNext[slot]), p);
                ahead[0] = slope2(unpack(aheadNext[slot]), q);
                fetch(slot, t + AHEAD);

                // Every token's share of the weights' gradient belongs to one run.
                const bool ownsBack = t + WIDTH - 1 >= first && t + WIDTH - 1 < end;
                const bool ownsAhead = t >= first && t < end;
                float2 shareBack = ownsBack ? back[WIDTH - 1] : zero;
                float2 shareAhead = ownsAhead ? ahead[0] : zero;
                const float2 one = make_float2(1.0f, 1.0f);
                gradConstant[0] = fma2(shareBack, one, gradConstant[0]);
                gradConstant[1] = fma2(shareAhead, one, gradConstant[1]);
                float2 sum = zero;
#pragma unroll
                for (int k = 0; k < WIDTH; k++) {
                    gradTap[0][k] = fma2(shareBack, unpack(window[k]), gradTap[0][k]);
                    gradTap[1][k] = fma2(shareAhead, unpack(window[WIDTH - 1 - k]), gradTap[1][k]);
                    sum = fma2(tap[0][k], back[WIDTH - 1 - k], sum);
                    sum = fma2(tap[1][k], ahead[WIDTH - 1 - k], sum);
                }
                store2(outAt, sum, ownsAhead ? count : 0);
                outAt += gxRowStride;
            }
        }
    }

    // The eight runs of the block, added in order.
    __shared__ float2 shared[RUNS][PAIRS];
    const long long row = (long long) layer * gridDim.x + blockIdx.x;
#pragma unroll
    for (int reach = 0; reach < 2; reach++) {
#pragma unroll
        for (int k = 0; k <= WIDTH; k++) {
            __syncthreads();
            shared[threadIdx.y][threadIdx.x] = k < WIDTH ? gradTap[reach][k % WIDTH]
                                                         : gradConstant[reach];
            __syncthreads();
            // Two of the eight rows of threads add, one channel each.
            const int channel = blockIdx.y * (2 * PAIRS) + threadIdx.y * PAIRS + threadIdx.x;
            if (threadIdx.y < 2 && channel < channels) {
                const float* values = (const float*) &shared[0][0] + threadIdx.y * PAIRS
                        + threadIdx.x;
                float sum = 0.0f;
#pragma unroll
                for (int i = 0; i < RUNS; i++) {
                    sum += values[i * 2 * PAIRS];
                }
                const long long at = (row * 2 + (layer ^ reach)) * channels + channel;
                if (k < WIDTH) {
                    partialWeight[at * WIDTH + k] = sum;
                } else {
                    partialBias[at] = sum;
                }
            }
        }
    }
}
