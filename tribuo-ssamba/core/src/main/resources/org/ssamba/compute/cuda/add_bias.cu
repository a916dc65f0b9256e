// c[b, r, j] = activation(c[b, r, j] + bias[j]) after a matrix product whose library has no such
// epilogue. C is float or ACT; bias (columns) float or null; relu 0 or 1.
// Plan: one thread an element, blockIdx.y a row, blockIdx.z a matrix of the batch.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) add_bias(
    C* c, const float* bias, int columns, long long row_stride, long long batch_stride, int rows,
    int relu) {
    const int j = blockIdx.x * 256 + threadIdx.x;
    if (j >= columns) {
        return;
    }
    const float b = bias ? bias[j] : 0.0f;
    for (int r = blockIdx.y; r < rows; r += gridDim.y) {
        C* at = c + blockIdx.z * batch_stride + r * row_stride + j;
        float x = to_float(*at) + b;
        // Written so that NaN stays NaN.
        x = relu && x < 0.0f ? 0.0f : x;
        round_to(x, *at);
    }
}
