// Convolution, SiLU and the projection to dt | B | C of a pair of layers in one kernel: u never
// reaches memory. For layer l, direction d, scan s = 2 l + d, E channels, rank R, 16 states:
//
//   u_s[row, e]     = SiLU(convBias_s[e] + sum_k conv_s[e, k] x_l[row -+ (3 - k), e])
//   proj[s, row, n] = sum_e u_s[row, e] W_s[n, e]
// looking back where l + d is even, ahead where it is odd; outside a clip x is 0.
//
// Operands. bfloat16: x 2 x (rows, E) with strides xLayer, xRow; W (4, R + 32, E); proj 4 x (rows,
//   COLUMNS) = LEAD zeros | dt | B | C, strides projScan, projRow. float32: conv (4, E, 4), convBias
//   (4, E). rows = clips tokens; clips may share a tile. Rows and offsets are multiples of 16 bytes.
//
// Plan. A warp has 32 rows, both directions of a layer and all columns as accumulators. The rows of
// the matrix instructions are dealt out so that a lane has 4 tokens in a row: MMA tile t, row g + 8 h
// is token 4 g + 2 t + h. Its window of 10 tokens is loaded (ldmatrix) and widened once, and serves
// 4 tokens, 4 taps and both directions; the results are the A operand as they stand. x and W come
// through shared memory in chunks of 64 channels, one computed, one arriving.
// Shared x: rows of 128 bytes, whose 16-byte pieces change places every 4 rows, so that the 8 rows of
// an ldmatrix, 4 apart, lie in different banks. W: rows of 144 bytes.
//
// Cost of 16 rows x 16 channels x 2 directions: 16 MUFU (128 cycles of a quarter of a multiprocessor)
// and about 170 instructions. Floor in bytes: x once, proj once (W stays in L2).
//
// Macros: RANK (R). Grid: x = ceil(rows / 128), y = 2 (layer); block 128; dynamic shared memory 2
// sizeof(Chunk). E is a multiple of 64.

#include "fragments.cuh"
#include "async_copy.cuh"
#include "short_functions.cuh"

#define COLUMNS (16 * ((RANK + 15) / 16) + 32)
#define LEAD (COLUMNS - 32 - RANK)
#define WARPS 4
#define THREADS (32 * WARPS)
#define TILES 2                       // of 16 rows, a warp's
#define RUN (2 * TILES)               // consecutive tokens of a lane
#define WINDOW (RUN + 6)
#define ROWS (16 * TILES * WARPS)
#define CHANNELS 64
#define WEIGHT_ROW (2 * CHANNELS + 16)

struct alignas(16) Chunk {
    unsigned char x[(ROWS + 6) * 2 * CHANNELS];  // rows first - 3 .. first + ROWS + 2
    unsigned char w[2][COLUMNS * WEIGHT_ROW];    // [looks ahead][column]
    float4 conv[2][CHANNELS];
    float bias[2][CHANNELS];
};

template <bool VALUE>
struct Flag {
    static constexpr bool value = VALUE;
};

__device__ __forceinline__ unsigned place_of_x(int row, int piece) {
    return (unsigned) (row * 2 * CHANNELS + ((piece ^ (row / RUN)) & 7) * 16);
}

extern "C" __global__ void __launch_bounds__(THREADS, 2)
mixer_projection(const ACT* __restrict__ x, long long xLayer, int xRow,
        const ACT* __restrict__ weight, const float* __restrict__ conv,
        const float* __restrict__ convBias, ACT* __restrict__ proj, long long projScan, int projRow,
        int rows, int tokens, int channels) {
    extern __shared__ __align__(16) unsigned char raw[];
    Chunk* chunks = (Chunk*) raw;
    const int thread = threadIdx.x, lane = thread & 31, warp = thread >> 5;
    const int g = lane >> 2, c = lane & 3;
    const int layer = blockIdx.y, first = blockIdx.x * ROWS;
    const int back = 3 * layer, ahead = 2 * layer + (layer ^ 1);  // the scans that look so

    // Copies: this thread's piece of 8 channels of rows thread / 8 + 16 i.
    const int copyRow = thread >> 3, piece = thread & 7;
    const bool whole = first >= 3 && first + ROWS + 3 <= rows;
    const ACT* xFrom = x + layer * xLayer + (long long) (first - 3 + copyRow) * xRow + 8 * piece;
    const ACT* wFrom[2] = {
        weight + ((long long) back * (RANK + 32) + copyRow - LEAD) * channels + 8 * piece,
        weight + ((long long) ahead * (RANK + 32) + copyRow - LEAD) * channels + 8 * piece};
    const unsigned wTo = copyRow * WEIGHT_ROW + 16 * piece;
    const float* convFrom = conv + ((thread < CHANNELS ? back : ahead) * channels + (thread & 63)) * 4;
    const float* biasFrom = convBias + (thread < 16 ? back : ahead) * channels + (thread & 15) * 4;
    auto fetch = [&](int chunk) {
        Chunk& to = chunks[chunk & 1];
        const unsigned xTo = shared_address(to.x);
#pragma unroll
        for (int i = 0; i < (ROWS + 6 + 15) / 16; i++) {
            const int row = copyRow + 16 * i;
            // Rows before the first and past the last are not used: any will do.
            const int from = first - 3 + row;
            const int moved = whole ? 0 : min(max(from, 0), rows - 1) - from;
            if (i < ROWS / 16 || row < ROWS + 6) {
                copy16(xTo + place_of_x(row, piece), xFrom + (long long) (16 * i + moved) * xRow, true);
            }
        }
#pragma unroll
        for (int d = 0; d < 2; d++) {
#pragma unroll
            for (int i = 0; i < COLUMNS / 16; i++) {
                if (LEAD == 0 || i > 0 || copyRow >= LEAD) {
                    copy16_cached(shared_address(to.w[d]) + wTo + 16 * i * WEIGHT_ROW,
                            wFrom[d] + 16 * i * channels, true);
                }
            }
            wFrom[d] += CHANNELS;
        }
        copy16_cached(shared_address(&to.conv[0][thread]), convFrom, true);
        if (thread < 2 * CHANNELS / 4) {
            copy16_cached(shared_address(&to.bias[0][4 * thread]), biasFrom, true);
        }
        xFrom += CHANNELS;
        convFrom += 4 * CHANNELS;
        biasFrom += CHANNELS;
        end_group();
    };
    if (LEAD > 0 && copyRow < LEAD) {
#pragma unroll
        for (int i = 0; i < 4; i++) {
            *(uint4*) (chunks[i >> 1].w[i & 1] + wTo) = make_uint4(0, 0, 0, 0);
        }
    }

    // Which of the 7 shifts of each of the lane's tokens stay inside the clip, 7 bits a token.
    const int ownRow = first + warp * 16 * TILES + g * RUN;
    unsigned valid = 0;
#pragma unroll
    for (int o = 0; o < RUN; o++) {
        const int token = (ownRow + o) % tokens;
#pragma unroll
        for (int s = 0; s < 7; s++) {
            valid |= (unsigned) ((unsigned) (token + s - 3) < (unsigned) tokens) << (7 * o + s);
        }
    }
    const bool inner = __all_sync(FULL_WARP, valid == (1u << 7 * RUN) - 1);

    float sums[2][TILES][COLUMNS / 8][4] = {};
    // ldmatrix of x: tokens j, j + 1 of every window, 2 x 8 channels.
    const int matrixToken = lane >> 4, matrixPiece = (lane >> 3) & 1;
    const int matrixRow = warp * 16 * TILES + (lane & 7) * RUN + matrixToken;
    // ldmatrix of W: 16 columns, 16 channels.
    const unsigned wAt = ((lane & 7) + (lane >> 4) * 8) * WEIGHT_ROW + ((lane >> 3) & 1) * 16;

    auto compute = [&](const Chunk& from, auto all) {
        constexpr bool ALL = decltype(all)::value;
        const unsigned xAt = shared_address(from.x), wFirst = shared_address(from.w) + wAt;
#pragma unroll 1
        for (int k = 0; k < CHANNELS / 16; k++) {
            unsigned window[2][WINDOW];          // [half of the channels][token]
#pragma unroll
            for (int j = 0; j < WINDOW; j += 2) {
                unsigned r[4];
                ldmatrix4(r, xAt + place_of_x(matrixRow + j, 2 * k + matrixPiece));
                window[0][j] = r[0];
                window[1][j] = r[1];
                window[0][j + 1] = r[2];
                window[1][j + 1] = r[3];
            }
#pragma unroll
            for (int d = 0; d < 2; d++) {
                unsigned a[TILES][4];
#pragma unroll
                for (int half = 0; half < 2; half++) {
                    const int e = 16 * k + 8 * half + 2 * c;
                    const float4 w0 = from.conv[d][e], w1 = from.conv[d][e + 1];
                    const float2 b = *(const float2*) &from.bias[d][e];
#pragma unroll
                    for (int o = 0; o < RUN; o++) {
                        unsigned tap[4];
#pragma unroll
                        for (int i = 0; i < 4; i++) {
                            const int s = d ? 6 - i : i;
                            tap[i] = window[half][o + s];
                            if (!ALL) {
                                tap[i] = valid >> (7 * o + s) & 1 ? tap[i] : 0u;
                            }
                        }
                        const float lo = fmaf(w0.w, low_bf16(tap[3]), fmaf(w0.z, low_bf16(tap[2]),
                                fmaf(w0.y, low_bf16(tap[1]), fmaf(w0.x, low_bf16(tap[0]), b.x))));
                        const float hi = fmaf(w1.w, high_bf16(tap[3]), fmaf(w1.z, high_bf16(tap[2]),
                                fmaf(w1.y, high_bf16(tap[1]), fmaf(w1.x, high_bf16(tap[0]), b.y))));
                        a[o >> 1][2 * half + (o & 1)] = pack_bf16(silu_by_tanh(lo), silu_by_tanh(hi));
                    }
                }
#pragma unroll
                for (int n = 0; n < COLUMNS / 16; n++) {
                    unsigned b[4];
                    ldmatrix4(b, wFirst + (d * COLUMNS + 16 * n) * WEIGHT_ROW + 32 * k);
#pragma unroll
                    for (int t = 0; t < TILES; t++) {
                        mma16(sums[d][t][2 * n], a[t], b[0], b[1]);
                        mma16(sums[d][t][2 * n + 1], a[t], b[2], b[3]);
                    }
                }
            }
        }
    };

    const int count = channels / CHANNELS;
    fetch(0);
#pragma unroll 1
    for (int chunk = 0; chunk < count; chunk++) {
        if (chunk + 1 < count) {
            fetch(chunk + 1);
            wait_groups<1>();
        } else {
            wait_groups<0>();
        }
        __syncthreads();
        if (inner) {
            compute(chunks[chunk & 1], Flag<true>());
        } else {
            compute(chunks[chunk & 1], Flag<false>());
        }
        __syncthreads();
    }
#pragma unroll
    for (int d = 0; d < 2; d++) {
#pragma unroll
        for (int o = 0; o < RUN; o++) {
            if (ownRow + o < rows) {
                ACT* to = proj + (d ? ahead : back) * projScan + (long long) (ownRow + o) * projRow + 2 * c;
#pragma unroll
                for (int n = 0; n < COLUMNS / 8; n++) {
                    const float* v = sums[d][o >> 1][n] + 2 * (o & 1);
                    *(unsigned*) (to + 8 * n) = pack_bf16(v[0], v[1]);
                }
            }
        }
    }
}
