// to[i] = from[i], converted. FROM and TO are float or ACT; count is a multiple of VEC.
// Plan: one thread takes VEC neighbouring elements.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) copy(const FROM* from, TO* to, long long count) {
    const long long i = ((long long)blockIdx.x * 256 + threadIdx.x) * VEC;
    if (i < count) {
        float x[VEC];
        load<VEC>(from + i, x);
        store<VEC>(to + i, x);
    }
}
