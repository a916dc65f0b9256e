// c[z] = a'[z]·b'[z] (+ c[z] if asked to), for operands the matrix library has no algorithm for,
// such as views that start at an odd element. Any strides, in elements; z is the batch.
// a' (m, k) and b' (k, n) ACT; c (m, n) with contiguous columns, C, which is float or ACT.
// Plan: a block of 16 × 16 threads makes a tile of c from tiles of a and b in shared memory; the
// sum over k is in order, in float.

#include "packs.cuh"

extern "C" __global__ void __launch_bounds__(256) product(
    const ACT* a, const ACT* b, C* c, int m, int n, int k, long long a_row, long long a_column,
    long long a_batch, long long b_row, long long b_column, long long b_batch, long long c_row,
    long long c_batch, int accumulate) {
    __shared__ float a_tile[16][17];
    __shared__ float b_tile[16][17];
    const int x = threadIdx.x;
    const int y = threadIdx.y;
    const long long row = (long long)blockIdx.x * 16 + y;
    const long long column = (long long)blockIdx.y * 16 + x;
    a += blockIdx.z * a_batch;
    b += blockIdx.z * b_batch;
    float sum = 0.0f;
    for (int first = 0; first < k; first += 16) {
        a_tile[y][x] =
            row < m && first + x < k ? to_float(a[row * a_row + (first + x) * a_column]) : 0.0f;
        b_tile[y][x] =
            first + y < k && column < n ? to_float(b[(first + y) * b_row + column * b_column])
                                        : 0.0f;
        __syncthreads();
#pragma unroll
        for (int i = 0; i < 16; i++) {
            sum += a_tile[y][i] * b_tile[i][x];
        }
        __syncthreads();
    }
    if (row < m && column < n) {
        C* to = c + blockIdx.z * c_batch + row * c_row + column;
        round_to(accumulate ? to_float(*to) + sum : sum, *to);
    }
}
