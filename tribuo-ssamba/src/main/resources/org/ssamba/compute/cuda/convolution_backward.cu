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
// Parallelism: a block is 32 groups of 4 channels x 8 runs of `run` tokens of one clip and layer; a
// thread slides windows of x and of both directions' gp over its run.
// Floor: 2 + 4 reads and 2 writes of clips tokens E activations.
//
// Macros: WIDTH (1..8), ALIGNED (E, offsets and strides of x and gradX are multiples of 4).
// Grid: x = P, y = ceil(E / 128), z = 2 (layer); block (32, 8).
// run: tokens a thread; ceil(tokens / 8) up to 128 is a good choice:
//   run = ceil(tokens / (8 ceil(tokens / 1024))).

extern "C" __global__ void __launch_bounds__(256)
convolution_backward(const ACT* x, long long xBatchStride, long long xRowStride,
        const float* weight, const float* bias, const ACT* gradU, ACT* gradX,
        long long gxBatchStride, long long gxRowStride, float* partialWeight, float* partialBias,
        int clips, int tokens, int channels, int run) {
}
