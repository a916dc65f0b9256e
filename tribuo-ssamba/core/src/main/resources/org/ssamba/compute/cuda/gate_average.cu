// Gate and mean of both directions, forward and backward.
//
//   m = (y[l, 0] + y[l, 1]) / 2,  gated[row, l E + e] = m SiLU(z[l])
//   gradY[l] = gradGated SiLU(z) / 2,  gradZ[l] = gradGated m SiLU'(z)
//
// y (2, 2, rows, E); z, gradZ 2 x (rows, E) with strides; gated, gradGated (rows, 2 E);
// gradY and mean (m of the layers, null without a backward pass) (2, rows, E).
// Parallelism: one thread per 16-byte vector of channels (ACT_VECTOR elements).
// Floor, activations a row and channel: forward 6 read (4 y, 2 z), 2 or 4 written; backward 6 and 6.
//
// Macros: ALIGNED (E, offset and strides of z and gradZ are multiples of ACT_VECTOR).
// Grid: x = ceil(rows ceil(E / ACT_VECTOR) / 256), y = 2 (layer); block 256.

extern "C" __global__ void __launch_bounds__(256)
gate_average(const ACT* y, const ACT* z, long long zBatchStride, long long zRowStride, ACT* gated,
        ACT* mean, int rows, int channels) {
    int groups = (channels + ACT_VECTOR - 1) / ACT_VECTOR;
    unsigned index = blockIdx.x * 256u + threadIdx.x;
    unsigned row = index / (unsigned) groups;
    if (row >= (unsigned) rows) {
        return;
    }
    int layer = blockIdx.y;
    int e = (int) (index - row * groups) * ACT_VECTOR;
    int count = channels - e;
    long long plane = (long long) rows * channels;
    const ACT* y0 = y + 2 * layer * plane + (long long) row * channels + e;
    Vector first = load_vector(y0, count);
    Vector second = load_vector(y0 + plane, count);
    Vector gate = load_vector(z + layer * zBatchStride + row * zRowStride + e, count);
#pragma unroll
    for (int i = 0; i < ACT_VECTOR; i++) {
        first.v[i] = 0.5f * (first.v[i] + second.v[i]);
    }
    if (mean) {
        store_vector(mean + layer * plane + (long long) row * channels + e, first, count);
    }
#pragma unroll
    for (int i = 0; i < ACT_VECTOR; i++) {
        first.v[i] *= silu(gate.v[i]);
    }
    store_vector(gated + ((long long) row * 2 + layer) * channels + e, first, count);
}

extern "C" __global__ void __launch_bounds__(256)
gate_average_backward(const ACT* gradGated, const ACT* mean, const ACT* z, long long zBatchStride,
        long long zRowStride, ACT* gradY, ACT* gradZ, long long gzBatchStride,
        long long gzRowStride, ACT* gated, int rows, int channels) {
    int groups = (channels + ACT_VECTOR - 1) / ACT_VECTOR;
    unsigned index = blockIdx.x * 256u + threadIdx.x;
    unsigned row = index / (unsigned) groups;
    if (row >= (unsigned) rows) {
        return;
    }
    int layer = blockIdx.y;
    int e = (int) (index - row * groups) * ACT_VECTOR;
    int count = channels - e;
    long long plane = (long long) rows * channels;
    long long inPlane = (long long) row * channels + e;
    long long inGated = ((long long) row * 2 + layer) * channels + e;
    Vector average = load_vector(mean + layer * plane + inPlane, count);
    Vector gate = load_vector(z + layer * zBatchStride + row * zRowStride + e, count);
    Vector grad = load_vector(gradGated + inGated, count);
    Vector open, toY;
#pragma unroll
    for (int i = 0; i < ACT_VECTOR; i++) {
        float s = sigmoid(gate.v[i]);
        float slope = silu_slope(gate.v[i], s);
        float silu = gate.v[i] * s;
        open.v[i] = average.v[i] * silu;
        toY.v[i] = 0.5f * grad.v[i] * silu;
        gate.v[i] = grad.v[i] * average.v[i] * slope;
    }
    store_vector(gated + inGated, open, count);
    store_vector(gradY + layer * plane + inPlane, toY, count);
    store_vector(gradZ + layer * gzBatchStride + row * gzRowStride + e, gate, count);
}
