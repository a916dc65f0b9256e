// The second stage of sums over rows:
//     sum[c] = Σ_r partial[r, c]          added to what is there if asked to
// partial (rows, columns) float; columns below `split` go to `first`, the others to `second`,
// counted from split (null if split = columns).
// Plan: a block of 32 columns × 16 row lanes; lane y adds rows y, y + 16, … and the lanes are
// added in order.

extern "C" __global__ void __launch_bounds__(512) reduce_partials(
    const float* partial, float* first, float* second, int rows, int columns, int split,
    int accumulate_first, int accumulate_second) {
    __shared__ float lanes[16][33];
    const int column = blockIdx.x * 32 + threadIdx.x;
    float sum = 0.0f;
    if (column < columns) {
#pragma unroll 4
        for (int r = threadIdx.y; r < rows; r += 16) {
            sum += partial[(long long)r * columns + column];
        }
    }
    lanes[threadIdx.y][threadIdx.x] = sum;
    __syncthreads();
    if (threadIdx.y == 0 && column < columns) {
        sum = 0.0f;
#pragma unroll
        for (int y = 0; y < 16; y++) {
            sum += lanes[y][threadIdx.x];
        }
        float* to = column < split ? first + column : second + (column - split);
        const int accumulate = column < split ? accumulate_first : accumulate_second;
        *to = accumulate ? *to + sum : sum;
    }
}
