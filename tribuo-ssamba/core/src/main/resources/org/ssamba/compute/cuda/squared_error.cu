// The generative objective, per clip:
//     loss = Σ (prediction - target)²,  gradPredictions = gradScale·2·(prediction - target)
// predictions, targets, gradPredictions (clips, size) ACT, gradPredictions may be null; partial
// (clips, gridDim.x) float. size is a multiple of VEC.
// Plan: blockIdx.y is a clip; a block takes a run of `run` packs of VEC pixels and adds its squares
// in a fixed tree; total.cu adds the blocks.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) squared_error(
    const ACT* predictions, const ACT* targets, ACT* grad_predictions, float* partial, int size,
    int run, float grad_scale) {
    const long long start = (long long)blockIdx.y * size;
    const int first = blockIdx.x * run;
    const int last = min(size / VEC, first + run);
    float sum = 0.0f;
    for (int i = first + threadIdx.x; i < last; i += 256) {
        float p[VEC];
        float t[VEC];
        load<VEC>(predictions + start + (long long)i * VEC, p);
        load<VEC>(targets + start + (long long)i * VEC, t);
#pragma unroll
        for (int v = 0; v < VEC; v++) {
            p[v] -= t[v];
            sum += p[v] * p[v];
            p[v] *= 2.0f * grad_scale;
        }
        if (grad_predictions) {
            store<VEC>(grad_predictions + start + (long long)i * VEC, p);
        }
    }
    sum = block_total<8>(sum);
    if (threadIdx.x == 0) {
        partial[blockIdx.y * gridDim.x + blockIdx.x] = sum;
    }
}
