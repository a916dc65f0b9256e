// Sums over the rows of a batch of float32 matrices, in a fixed order: the second half of every
// reduction whose first half writes partial sums.
//
//   out[i, column] = (accumulate ? out[i, column] : 0) + sum_row partial[i, row, column]
//
// partial (batch, rows, columns), out (batch, columns), both contiguous. Thread row y of a block
// adds rows y, y + 8, ...; the eight results are added in order.
// Grid: x = ceil(columns / 32), y = batch; block (32, 8).

extern "C" __global__ void __launch_bounds__(256)
sum_rows(const float* partial, float* out, int rows, int columns, int accumulate) {
    __shared__ float part[8][33];
    int column = blockIdx.x * 32 + threadIdx.x;
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
    if (threadIdx.y == 0 && column < columns) {
        long long at = (long long) blockIdx.y * columns + column;
        sum = accumulate ? out[at] : 0.0f;
#pragma unroll
        for (int i = 0; i < 8; i++) {
            sum += part[i][threadIdx.x];
        }
        out[at] = sum;
    }
}
