// The first stage of the gradient of a bias: sum[j] = Σ_rows x[row, j].
// x (rows, columns) ACT; partial (gridDim.y, columns) float; columns is a multiple of VEC.
// Plan: a block of 32 packs of VEC columns × 8 row lanes takes a run of `run` rows; its lanes are
// added in order and reduce_partials.cu adds the runs.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) column_sum(
    const ACT* x, float* partial, int rows, int columns, int run) {
    __shared__ float lanes[8][32 * VEC + 1];
    const int column = (blockIdx.x * 32 + threadIdx.x) * VEC;
    const int first = blockIdx.y * run;
    const int last = min(rows, first + run);
    float sum[VEC];
#pragma unroll
    for (int v = 0; v < VEC; v++) {
        sum[v] = 0.0f;
    }
    if (column < columns) {
#pragma unroll 4
        for (int r = first + threadIdx.y; r < last; r += 8) {
            float value[VEC];
            load<VEC>(x + (long long)r * columns + column, value);
#pragma unroll
            for (int v = 0; v < VEC; v++) {
                sum[v] += value[v];
            }
        }
    }
#pragma unroll
    for (int v = 0; v < VEC; v++) {
        lanes[threadIdx.y][threadIdx.x * VEC + v] = sum[v];
    }
    __syncthreads();
    for (int c = threadIdx.y * 32 + threadIdx.x; c < 32 * VEC; c += 256) {
        const int to = blockIdx.x * 32 * VEC + c;
        if (to < columns) {
            float total = 0.0f;
#pragma unroll
            for (int y = 0; y < 8; y++) {
                total += lanes[y][c];
            }
            partial[(long long)blockIdx.y * columns + to] = total;
        }
    }
}
