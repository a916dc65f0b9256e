// gradB and gradC of the selective scan: the partial sums of its groups of channels, added in the
// order of the groups.
//
//   gradB[s, row, n] = sum_g partialBC[s, g, row, 0, n],  gradC likewise with 1
//
// partialBC (4, groups, rows, 2, STATES) float32; gradB, gradC 4 x (rows, STATES) with strides.
// Parallelism: one thread per element of both.
// Grid: x = ceil(rows 2 STATES / 256), y = 4; block 256.
// Macros: STATES.

extern "C" __global__ void __launch_bounds__(256)
selective_scan_backward_bc(const float* partialBC, ACT* gradB, long long bBatchStride,
        long long bRowStride, ACT* gradC, long long cBatchStride, long long cRowStride, int rows,
        int groups) {
    long long size = (long long) rows * (2 * STATES);
    long long index = (long long) blockIdx.x * 256 + threadIdx.x;
    if (index >= size) {
        return;
    }
    int scan = blockIdx.y;
    const float* p = partialBC + scan * groups * size + index;
    float sum = 0.0f;
#pragma unroll 4
    for (int g = 0; g < groups; g++) {
        sum += p[g * size];
    }
    long long row = index / (2 * STATES);
    int n = (int) (index % (2 * STATES));
    if (n < STATES) {
        gradB[scan * bBatchStride + row * bRowStride + n] = to_act(sum);
    } else {
        gradC[scan * cBatchStride + row * cRowStride + n - STATES] = to_act(sum);
    }
}
