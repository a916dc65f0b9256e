// Sums over the rows of a batch of float32 matrices, in a fixed order: the second half of every
// reduction whose first half writes partial sums.
//
//   out[i, column] = (accumulate ? out[i, column] : 0) + sum_row partial[i, row, column]
//
// sum_rows: partial (batch, rows, columns), out (batch, columns), both contiguous.
// sum_parts: the columns of partial are those of up to four results side by side, which end at end0 <= end1
// <= end2 <= columns.
// Thread row y of a block adds rows y, y + 8, ...; the eight results are added in order.
// Grid: x = ceil(columns / 32), y = batch; block (32, 8).

// The sum of a column, in the first row of threads.
__device__ __forceinline__ float column_total(const float* partial, int rows, int columns, int column) {
    __shared__ float part[8][33];
    const float* p = partial + (long long) blockIdx.y * rows * columns + column;
    float sum = 0.0f;
    if (column < columns) {
#pragma unroll 8
        for (int row = threadIdx.y; row < rows; row += 8) {
            sum += p[(long long) row * columns];
        }
    }
    part[threadIdx.y][threadIdx.x] = sum;
    __syncthreads();
    sum = 0.0f;
#pragma unroll
    for (int i = 0; i < 8; i++) {
        sum += part[i][threadIdx.x];
    }
    return sum;
}

extern "C" __global__ void __launch_bounds__(256)
sum_rows(const float* partial, float* out, int rows, int columns, int accumulate) {
    const int column = blockIdx.x * 32 + threadIdx.x;
    const float sum = column_total(partial, rows, columns, column);
    if (threadIdx.y == 0 && column < columns) {
        float* to = out + (long long) blockIdx.y * columns + column;
        *to = (accumulate ? *to : 0.0f) + sum;
    }
}

extern "C" __global__ void __launch_bounds__(256)
sum_parts(const float* partial, float* out0, float* out1, float* out2, float* out3, int rows, int end0,
        int end1, int end2, int columns, int accumulate) {
    const int column = blockIdx.x * 32 + threadIdx.x;
    const float sum = column_total(partial, rows, columns, column);
    if (threadIdx.y == 0 && column < columns) {
        const int from = column < end0 ? 0 : column < end1 ? end0 : column < end2 ? end1 : end2;
        const int to = column < end0 ? end0 : column < end1 ? end1 : column < end2 ? end2 : columns;
        float* out = column < end0 ? out0 : column < end1 ? out1 : column < end2 ? out2 : out3;
        out += (long long) blockIdx.y * (to - from) + column - from;
        *out = (accumulate ? *out : 0.0f) + sum;
    }
}
