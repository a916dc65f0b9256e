// How the kernels that normalise rows of WIDTH values share a row among lanes.
//
// ROW_WARPS warps take a row (1, or the whole block if more); each lane holds ITEMS packs of VEC
// neighbouring values, pack i of lane q at column (i·LANES + q)·VEC. BLOCK_WARPS warps make a
// block, so a block has BLOCK_WARPS / ROW_WARPS rows in hand.

#include "packs.cuh"

#define LANES (32 * ROW_WARPS)
#define ITEMS ((WIDTH + LANES * VEC - 1) / (LANES * VEC))
#define ROWS_IN_HAND (BLOCK_WARPS / ROW_WARPS)

struct Lane {
    int lane;  // within the row's lanes
    int row;   // first row
    int step;  // rows from one turn to the next
    __device__ __forceinline__ Lane()
        : lane(threadIdx.x % LANES),
          row(blockIdx.x * ROWS_IN_HAND + threadIdx.x / LANES),
          step(gridDim.x * ROWS_IN_HAND) {}
    __device__ __forceinline__ int column(int item) const { return (item * LANES + lane) * VEC; }
    __device__ __forceinline__ bool has(int item) const {
        return WIDTH % (LANES * VEC) == 0 || column(item) < WIDTH;
    }
};

// The values of a row that one lane holds; 0 beyond the row's end.
struct Part {
    float x[ITEMS][VEC];

    __device__ __forceinline__ void fill(float value) {
#pragma unroll
        for (int i = 0; i < ITEMS; i++) {
#pragma unroll
            for (int v = 0; v < VEC; v++) {
                x[i][v] = value;
            }
        }
    }

    template <typename T>
    __device__ __forceinline__ void read(const Lane& at, const T* row) {
#pragma unroll
        for (int i = 0; i < ITEMS; i++) {
            if (at.has(i)) {
                load<VEC>(row + at.column(i), x[i]);
            } else {
#pragma unroll
                for (int v = 0; v < VEC; v++) {
                    x[i][v] = 0.0f;
                }
            }
        }
    }

    template <typename T>
    __device__ __forceinline__ void write(const Lane& at, T* row) const {
#pragma unroll
        for (int i = 0; i < ITEMS; i++) {
            if (at.has(i)) {
                store<VEC>(row + at.column(i), x[i]);
            }
        }
    }
};

// Sums over a row of N values per lane; the result is in all its lanes.
template <int N>
__device__ __forceinline__ void row_sums(float (&x)[N]) {
#pragma unroll
    for (int n = 0; n < N; n++) {
        x[n] = warp_sum(x[n]);
    }
#if ROW_WARPS > 1
    __shared__ float part[N][ROW_WARPS];
    __syncthreads();
    if ((threadIdx.x & 31) == 0) {
#pragma unroll
        for (int n = 0; n < N; n++) {
            part[n][threadIdx.x >> 5] = x[n];
        }
    }
    __syncthreads();
#pragma unroll
    for (int n = 0; n < N; n++) {
        x[n] = 0.0f;
#pragma unroll
        for (int w = 0; w < ROW_WARPS; w++) {
            x[n] += part[n][w];
        }
    }
#endif
}

#define EPSILON 1e-5f

// Mean and inverse deviation of a row, in two passes over registers.
__device__ __forceinline__ void row_statistics(
    const Lane& at, const Part& r, float& mean, float& inverse_deviation) {
    float sum[1] = {0.0f};
#pragma unroll
    for (int i = 0; i < ITEMS; i++) {
#pragma unroll
        for (int v = 0; v < VEC; v++) {
            sum[0] += r.x[i][v];
        }
    }
    row_sums(sum);
    mean = sum[0] * (1.0f / WIDTH);
    float square[1] = {0.0f};
#pragma unroll
    for (int i = 0; i < ITEMS; i++) {
        if (at.has(i)) {
#pragma unroll
            for (int v = 0; v < VEC; v++) {
                const float d = r.x[i][v] - mean;
                square[0] += d * d;
            }
        }
    }
    row_sums(square);
    inverse_deviation = rsqrtf(square[0] * (1.0f / WIDTH) + EPSILON);
}

// y = (r - mean)·inverse deviation·weight + bias
__device__ __forceinline__ void row_affine(
    const Lane& at, const Part& r, float mean, float inverse_deviation,
    const float* weight, const float* bias, Part& y) {
#pragma unroll
    for (int i = 0; i < ITEMS; i++) {
        float w[VEC];
        float b[VEC];
        if (at.has(i)) {
            load_each(weight + at.column(i), w);
            load_each(bias + at.column(i), b);
#pragma unroll
            for (int v = 0; v < VEC; v++) {
                y.x[i][v] = (r.x[i][v] - mean) * inverse_deviation * w[v] + b[v];
            }
        } else {
#pragma unroll
            for (int v = 0; v < VEC; v++) {
                y.x[i][v] = 0.0f;
            }
        }
    }
}

// The gradient of a LayerNorm of one row. On entry g is the gradient of its output, xhat the
// normalised row; weight and bias gradients are added to, g becomes the gradient of its input:
// dx = s·(g·w - mean(g·w) - xhat·mean(g·w·xhat)).
__device__ __forceinline__ void row_norm_backward(
    const Lane& at, Part& g, const Part& xhat, float inverse_deviation, const float* weight,
    Part& grad_weight, Part& grad_bias) {
    float sum[2] = {0.0f, 0.0f};
#pragma unroll
    for (int i = 0; i < ITEMS; i++) {
        if (at.has(i)) {
            float w[VEC];
            load_each(weight + at.column(i), w);
#pragma unroll
            for (int v = 0; v < VEC; v++) {
                grad_weight.x[i][v] += g.x[i][v] * xhat.x[i][v];
                grad_bias.x[i][v] += g.x[i][v];
                g.x[i][v] *= w[v];
                sum[0] += g.x[i][v];
                sum[1] += g.x[i][v] * xhat.x[i][v];
            }
        }
    }
    row_sums(sum);
    const float m0 = sum[0] * (1.0f / WIDTH);
    const float m1 = sum[1] * (1.0f / WIDTH);
#pragma unroll
    for (int i = 0; i < ITEMS; i++) {
#pragma unroll
        for (int v = 0; v < VEC; v++) {
            g.x[i][v] = inverse_deviation * (g.x[i][v] - m0 - xhat.x[i][v] * m1);
        }
    }
}

// Adds what the warps of a block hold, one after the other, and writes it to global memory.
template <int N>
__device__ __forceinline__ void write_partials(
    const Lane& at, const Part (&sums)[N], float* partial) {
    __shared__ float total[N * WIDTH];
    for (int turn = 0; turn < ROWS_IN_HAND; turn++) {
        if (threadIdx.x / LANES == turn) {
#pragma unroll
            for (int n = 0; n < N; n++) {
#pragma unroll
                for (int i = 0; i < ITEMS; i++) {
                    if (at.has(i)) {
#pragma unroll
                        for (int v = 0; v < VEC; v++) {
                            float* t = total + n * WIDTH + at.column(i) + v;
                            *t = turn == 0 ? sums[n].x[i][v] : *t + sums[n].x[i][v];
                        }
                    }
                }
            }
        }
        __syncthreads();
    }
    for (int c = threadIdx.x; c < N * WIDTH; c += BLOCK_WARPS * 32) {
        partial[(long long)blockIdx.x * (N * WIDTH) + c] = total[c];
    }
}
