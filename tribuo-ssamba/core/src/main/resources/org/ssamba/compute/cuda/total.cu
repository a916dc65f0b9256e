// sum[row] = scale·Σ_j values[row, j].  values (rows, columns) float; sum (rows) float.
// Plan: a block of 256 threads a row; thread t adds columns t, t + 256, …, then a fixed tree.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) total(
    const float* values, float* sum, int columns, float scale) {
    const float* from = values + (long long)blockIdx.x * columns;
    float total = 0.0f;
    for (int j = threadIdx.x; j < columns; j += 256) {
        total += from[j];
    }
    total = block_total<8>(total);
    if (threadIdx.x == 0) {
        sum[blockIdx.x] = scale * total;
    }
}
