// gradX[i] = y[i] > 0 ? gradY[i] : 0, all ACT; gradX may be gradY. count is a multiple of VEC.
// Plan: one thread takes VEC neighbouring elements.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) relu_backward(
    const ACT* grad_y, const ACT* y, ACT* grad_x, long long count) {
    const long long i = ((long long)blockIdx.x * 256 + threadIdx.x) * VEC;
    if (i < count) {
        float g[VEC];
        float value[VEC];
        load<VEC>(grad_y + i, g);
        load<VEC>(y + i, value);
#pragma unroll
        for (int v = 0; v < VEC; v++) {
            g[v] = value[v] > 0.0f ? g[v] : 0.0f;
        }
        store<VEC>(grad_x + i, g);
    }
}
