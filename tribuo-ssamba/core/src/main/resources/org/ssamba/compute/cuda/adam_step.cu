// Adam (Kingma and Ba, 2015) or AdamW (Loshchilov and Hutter, 2019), unless the gradient norm is
// not finite. With t the step count after this step and g the gradient (plus weightDecay·w unless
// decoupled):
//     m = β1·m + (1-β1)·g,   v = β2·v + (1-β2)·g²
//     w = w·(1 - rate·weightDecay if decoupled) - rate·(m/(1-β1^t)) / (sqrt(v/(1-β2^t)) + ε)
// rate, norm (1) float; state (2) float: steps taken, steps skipped; factors (4) float, scratch:
// go on or not, rate, rate/(1-β1^t), 1/(1-β2^t); chunks: at most 8192 weights each.
// shadow: the bfloat16 copy of the weights that matrix products read, or null.
// Plan: adam_begin, one thread, counts the step. adam_step gives a chunk to a block of 256
// threads, 4 weights at a time where all its pointers are aligned.

#include "packs.cuh"

struct Chunk {
    float* weights;
    const float* gradient;
    float* first;
    float* second;
    unsigned short* shadow;
    long long count;
    float rate_factor;
    int aligned;
};

extern "C" __global__ void adam_begin(
    const float* rate, const float* norm, float* state, float* factors, float beta1,
    float beta2) {
    const bool finite = fabsf(norm[0]) < FLOAT_INFINITY;
    state[finite ? 0 : 1] += 1.0f;
    factors[0] = finite ? 1.0f : 0.0f;
    // β^t cancels badly against 1 in float.
    const double t = state[0];
    factors[1] = rate[0];
    factors[2] = (float)(rate[0] / (1.0 - pow((double)beta1, t)));
    factors[3] = (float)(1.0 / (1.0 - pow((double)beta2, t)));
}

template <int V>
__device__ __forceinline__ void step(
    const Chunk& chunk, int i, const float* factors, float beta1, float beta2, float epsilon,
    float weight_decay, int decoupled) {
    float w[V];
    float g[V];
    float m[V];
    float v[V];
    load<V>(chunk.weights + i, w);
    load<V>(chunk.gradient + i, g);
    load<V>(chunk.first + i, m);
    load<V>(chunk.second + i, v);
    const float keep = decoupled ? 1.0f - factors[1] * chunk.rate_factor * weight_decay : 1.0f;
    const float add = decoupled ? 0.0f : weight_decay;
    const float rate = factors[2] * chunk.rate_factor;
#pragma unroll
    for (int k = 0; k < V; k++) {
        const float gradient = g[k] + add * w[k];
        m[k] = beta1 * m[k] + (1.0f - beta1) * gradient;
        v[k] = beta2 * v[k] + (1.0f - beta2) * gradient * gradient;
        w[k] = w[k] * keep - rate * m[k] / (sqrtf(v[k] * factors[3]) + epsilon);
    }
    store<V>(chunk.weights + i, w);
    store<V>(chunk.first + i, m);
    store<V>(chunk.second + i, v);
    if (chunk.shadow) {
        store<V>(chunk.shadow + i, w);
    }
}

extern "C" __global__ void __launch_bounds__(256) adam_step(
    const Chunk* chunks, const float* factors, float beta1, float beta2, float epsilon,
    float weight_decay, int decoupled) {
    if (factors[0] == 0.0f) {
        return;
    }
    const Chunk chunk = chunks[blockIdx.x];
    const int count = (int)chunk.count;
    const int packs = chunk.aligned ? count / 4 : 0;
    for (int i = threadIdx.x; i < packs; i += 256) {
        step<4>(chunk, i * 4, factors, beta1, beta2, epsilon, weight_decay, decoupled);
    }
    for (int i = packs * 4 + threadIdx.x; i < count; i += 256) {
        step<1>(chunk, i, factors, beta1, beta2, epsilon, weight_decay, decoupled);
    }
}
