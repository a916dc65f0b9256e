// y = (x - mean(x)) / sqrt(var(x) + 1e-5)·weight + bias, per row.
// x (rows, WIDTH) float; weight, bias (WIDTH); y (rows, WIDTH) ACT; mean, inverseDeviation (rows)
// float or null.
// Plan: a row's lanes (row.cuh) keep it in registers.

#include "row.cuh"

extern "C" __global__ void __launch_bounds__(32 * BLOCK_WARPS) layer_norm(
    const float* x, const float* weight, const float* bias, ACT* y, float* mean,
    float* inverse_deviation, int rows) {
    const Lane at;
    for (int row = at.row; row < rows; row += at.step) {
        const long long start = (long long)row * WIDTH;
        Part r;
        r.read(at, x + start);
        float m;
        float s;
        row_statistics(at, r, m, s);
        Part result;
        row_affine(at, r, m, s, weight, bias, result);
        result.write(at, y + start);
        if (mean && at.lane == 0) {
            mean[row] = m;
            inverse_deviation[row] = s;
        }
    }
}
