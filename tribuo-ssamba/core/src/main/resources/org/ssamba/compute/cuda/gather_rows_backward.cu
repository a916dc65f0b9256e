// gradSource[clip, r] = rank[clip, r - shift] >= 0 ? gradGathered[clip, rank[clip, r - shift]] : 0
// gradGathered (clips, m, width) ACT; rank (clips, rows - shift) int; gradSource
// (clips, rows, width) float. Rows before `shift` get 0. width is a multiple of VEC.
// Plan: one thread takes VEC neighbouring columns of a row, so every row is written once.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) gather_rows_backward(
    const ACT* grad_gathered, const int* rank, float* grad_source, int clips, int rows, int m,
    int width, int shift) {
    const int packs = width / VEC;
    const long long i = (long long)blockIdx.x * 256 + threadIdx.x;
    if (i >= (long long)clips * rows * packs) {
        return;
    }
    const int column = (int)(i % packs) * VEC;
    const int row = (int)(i / packs % rows);
    const long long clip = i / packs / rows;
    float x[VEC];
#pragma unroll
    for (int v = 0; v < VEC; v++) {
        x[v] = 0.0f;
    }
    const int from = row < shift ? -1 : rank[clip * (rows - shift) + row - shift];
    if (from >= 0) {
        load<VEC>(grad_gathered + (clip * m + from) * width + column, x);
    }
    store<VEC>(grad_source + i * VEC, x);
}
