// gathered[clip, j] = source[clip, indices[clip, j] + shift]
// source (clips, rows, width) SOURCE, which is float or ACT; indices (clips, m) int; gathered
// (clips, m, width) ACT. width is a multiple of VEC.
// Plan: one thread takes VEC neighbouring columns of a row.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) gather_rows(
    const SOURCE* source, const int* indices, ACT* gathered, int clips, int rows, int m,
    int width, int shift) {
    const int packs = width / VEC;
    const long long i = (long long)blockIdx.x * 256 + threadIdx.x;
    if (i >= (long long)clips * m * packs) {
        return;
    }
    const int column = (int)(i % packs) * VEC;
    const long long picked = i / packs;
    const long long row = picked / m * rows + indices[picked] + shift;
    float x[VEC];
    load<VEC>(source + row * width + column, x);
    store<VEC>(gathered + i * VEC, x);
}
