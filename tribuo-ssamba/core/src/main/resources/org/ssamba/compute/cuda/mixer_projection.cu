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
// Plan. A warp has 32 rows, one direction of a layer and all columns as accumulators. The rows of the
// matrix instructions are dealt out so that a lane has 4 tokens in a row: MMA tile t, row g + 8 h is
// token 4 g + 2 t + h. Its window of 7 tokens is loaded (ldmatrix) and widened once for 4 tokens and 4
// taps; the results are the A operand as they stand. Looking ahead is the same with the taps in
// reverse. x and W come through shared memory in chunks of 64 channels, one computed, others arriving.
// With GROUPS = 4, for few rows, four warps share rows and direction, 16 channels of a chunk each; their
// sums are added in order at the end.
// Shared x: rows of 128 bytes, whose 16-byte pieces change places every 4 rows, so that the 8 rows of
// an ldmatrix, 4 apart, lie in different banks. W: rows of 144 bytes.
//
// Cost of 16 rows x 16 channels x 2 directions: 16 MUFU (128 cycles of a quarter of a multiprocessor)
// and about 180 instructions. Floor in bytes: x once, proj once (W stays in L2).
//
// Macros: RANK (R), GROUPS (1 or 4). Grid: x = ceil(rows / ROWS), y = 2 (layer); block 256; dynamic
// shared memory STAGES sizeof(Chunk). E is a multiple of 64.

#include "fragments.cuh"
#include "async_copy.cuh"
#include "short_functions.cuh"

#define COLUMNS (16 * ((RANK + 15) / 16) + 32)
#define LEAD (COLUMNS - 32 - RANK)
#define THREADS 256
#define TILES 2                       // of 16 rows, a warp's
#define RUN (2 * TILES)               // consecutive tokens of a lane
#define WINDOW (RUN + 3)
#define ROWS (128 / GROUPS)
#define STAGES (GROUPS == 1 ? 2 : 4)
#define CHANNELS 64
#define WEIGHT_ROW (2 * CHANNELS + 16)

struct alignas(16) Chunk {
    unsigned char x[(ROWS + 8) * 2 * CHANNELS];  // rows first - 3 .. first + ROWS + 4
    unsigned char w[2][COLUMNS * WEIGHT_ROW];    // [looks ahead][column]
    float conv[2][CHANNELS][4];                  // by distance from the first token of the four
    float bias[2][CHANNELS];
};

template <bool VALUE>
struct Flag {
    static constexpr bool value = VALUE;
};

__device__ __forceinline__ unsigned place_of_x(int row, int piece) {
    return (unsigned) (row * 2 * CHANNELS + ((piece ^ (row / RUN)) & 7) * 16);
}

extern "C" __global__ void __launch_bounds__(THREADS, GROUPS == 1 ? 2 : 1)
mixer_projection(const ACT* __restrict__ x, long long xLayer, int xRow,
        const ACT* __restrict__ weight, const float* __restrict__ conv,
        const float* __restrict__ convBias, ACT* __restrict__ proj, long long projScan, int projRow,
        int rows, int tokens, int channels) {
    extern __shared__ __align__(16) unsigned char raw[];
    Chunk* chunks = (Chunk*) raw;
    const int thread = threadIdx.x, lane = thread & 31, warp = thread >> 5;
    const int g = lane >> 2, c = lane & 3;
    const int layer = blockIdx.y, first = blockIdx.x * ROWS;
    // The scan that looks back (d = 0) and the one that looks ahead.
    auto scan_of = [&](int d) { return 2 * layer + (layer ^ d); };

    // Copies: this thread's piece of 8 channels of rows thread / 8 + 32 i of x, and of columns
    // thread % 128 / 8 + 16 i of one direction's W; one tap or two of a channel, and a few biases.
    const int piece = thread & 7;
    const bool whole = first >= 3 && first + ROWS + 5 <= rows;
    const ACT* xFrom = x + layer * xLayer + (long long) (first - 3 + (thread >> 3)) * xRow + 8 * piece;
    const int copyAhead = thread >> 7, copyColumn = (thread & 127) >> 3;
    const int copyScan = scan_of(copyAhead);
    const ACT* wFrom = weight
            + ((long long) copyScan * (RANK + 32) + copyColumn - LEAD) * channels + 8 * piece;
    const unsigned wTo = copyAhead * COLUMNS * WEIGHT_ROW + copyColumn * WEIGHT_ROW + 16 * piece;
    const float* convFrom = conv + (copyScan * channels + ((thread & 127) >> 1)) * 4 + (thread & 1) * 2;
    const float* biasFrom = convBias + copyScan * channels + (thread & 127) * 4;
    auto fetch = [&](int chunk) {
        Chunk& to = chunks[chunk % STAGES];
#pragma unroll
        for (int i = 0; i < (ROWS + 39) / 32; i++) {
            const int row = (thread >> 3) + 32 * i;
            // Rows before the first and past the last are not used: any will do.
            const int from = first - 3 + row;
            const int moved = whole ? 0 : min(max(from, 0), rows - 1) - from;
            if (i < ROWS / 32 || row < ROWS + 8) {
                copy16(shared_address(to.x) + place_of_x(row, piece),
                        xFrom + (long long) (32 * i + moved) * xRow, true);
            }
        }
#pragma unroll
        for (int i = 0; i < COLUMNS / 16; i++) {
            if (LEAD == 0 || i > 0 || copyColumn >= LEAD) {
                copy16_cached(shared_address(to.w) + wTo + 16 * i * WEIGHT_ROW,
                        wFrom + (long long) 16 * i * channels, true);
            }
        }
        // Taps ahead are 3, 2, 1, 0 tokens away.
        const int tap = (thread & 1) * 2;
        float* taps = to.conv[copyAhead][(thread & 127) >> 1];
        copy4_cached(shared_address(taps + (copyAhead ? 3 - tap : tap)), convFrom);
        copy4_cached(shared_address(taps + (copyAhead ? 2 - tap : tap + 1)), convFrom + 1);
        if ((thread & 127) < CHANNELS / 4) {
            copy16_cached(shared_address(&to.bias[copyAhead][(thread & 127) * 4]), biasFrom, true);
        }
        xFrom += CHANNELS;
        wFrom += CHANNELS;
        convFrom += 4 * CHANNELS;
        biasFrom += CHANNELS;
    };
    if (LEAD > 0 && copyColumn < LEAD) {
#pragma unroll
        for (int i = 0; i < STAGES; i++) {
            *(uint4*) (chunks[i].w[0] + wTo) = make_uint4(0, 0, 0, 0);
        }
    }

    const int d = warp & 1;                      // looks ahead
    const int group = GROUPS == 1 ? 0 : warp >> 1;
    const int warpRow = GROUPS == 1 ? (warp >> 1) * 16 * TILES : 0;
    const int ownRow = first + warpRow + g * RUN;
    // Which of the 4 taps of each of the lane's tokens stay inside the clip, 4 bits a token.
    unsigned valid = 0;
#pragma unroll
    for (int o = 0; o < RUN; o++) {
        const int token = (ownRow + o) % tokens;
#pragma unroll
        for (int i = 0; i < 4; i++) {
            const int at = token + (d ? i : i - 3);
            valid |= (unsigned) ((unsigned) at < (unsigned) tokens) << (4 * o + i);
        }
    }
    const bool inner = __all_sync(FULL_WARP, valid == (1u << 4 * RUN) - 1);

    float sums[TILES][COLUMNS / 8][4] = {};
    // ldmatrix of x: tokens j, j + 1 of every window, 2 x 8 channels.
    const int matrixRow = warpRow + (lane & 7) * RUN + (d ? 3 : 0) + (lane >> 4);
    const int matrixPiece = (lane >> 3) & 1;
    // ldmatrix of W: 16 columns, 16 channels.
    const unsigned wAt = d * COLUMNS * WEIGHT_ROW
            + ((lane & 7) + (lane >> 4) * 8) * WEIGHT_ROW + ((lane >> 3) & 1) * 16;

    auto compute = [&](const Chunk& from, auto all) {
        constexpr bool ALL = decltype(all)::value;
        const unsigned xAt = shared_address(from.x), wFirst = shared_address(from.w) + wAt;
#pragma unroll 1
        for (int k = group; k < CHANNELS / 16; k += GROUPS) {
            unsigned window[2][WINDOW + 1];      // [half of the channels][token]
#pragma unroll
            for (int j = 0; j < WINDOW; j += 2) {
                unsigned r[4];
                ldmatrix4(r, xAt + place_of_x(matrixRow + j, 2 * k + matrixPiece));
                window[0][j] = r[0];
                window[1][j] = r[1];
                window[0][j + 1] = r[2];
                window[1][j + 1] = r[3];
            }
            unsigned a[TILES][4];
#pragma unroll
            for (int half = 0; half < 2; half++) {
                const int e = 16 * k + 8 * half + 2 * c;
                const float4 w0 = *(const float4*) from.conv[d][e];
                const float4 w1 = *(const float4*) from.conv[d][e + 1];
                const float2 b = *(const float2*) &from.bias[d][e];
#pragma unroll
                for (int o = 0; o < RUN; o++) {
                    unsigned tap[4];
#pragma unroll
                    for (int i = 0; i < 4; i++) {
                        tap[i] = window[half][o + i];
                        if (!ALL) {
                            tap[i] = valid >> (4 * o + i) & 1 ? tap[i] : 0u;
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
                ldmatrix4(b, wFirst + 16 * n * WEIGHT_ROW + 32 * k);
#pragma unroll
                for (int t = 0; t < TILES; t++) {
                    mma16(sums[t][2 * n], a[t], b[0], b[1]);
                    mma16(sums[t][2 * n + 1], a[t], b[2], b[3]);
                }
            }
        }
    };

    const int count = channels / CHANNELS;
#pragma unroll
    for (int chunk = 0; chunk < STAGES - 1; chunk++) {
        if (chunk < count) {
            fetch(chunk);
        }
        end_group();
    }
#pragma unroll 1
    for (int chunk = 0; chunk < count; chunk++) {
        if (chunk + STAGES - 1 < count) {
            fetch(chunk + STAGES - 1);
        }
        end_group();
        wait_groups<STAGES - 1>();
        __syncthreads();
        if (inner) {
            compute(chunks[chunk % STAGES], Flag<true>());
        } else {
            compute(chunks[chunk % STAGES], Flag<false>());
        }
        __syncthreads();
    }
#if GROUPS > 1
    float4* shares = (float4*) raw;   // [group - 1][direction][tile and columns][lane]
    auto share = [&](int of, int t, int n) -> float4& {
        return shares[(((of - 1) * 2 + d) * (TILES * COLUMNS / 8) + t * (COLUMNS / 8) + n) * 32 + lane];
    };
#pragma unroll
    for (int t = 0; t < TILES; t++) {
#pragma unroll
        for (int n = 0; n < COLUMNS / 8; n++) {
            if (group > 0) {
                share(group, t, n) = make_float4(sums[t][n][0], sums[t][n][1], sums[t][n][2], sums[t][n][3]);
            }
        }
    }
    __syncthreads();
    if (group > 0) {
        return;
    }
#pragma unroll
    for (int t = 0; t < TILES; t++) {
#pragma unroll
        for (int n = 0; n < COLUMNS / 8; n++) {
#pragma unroll
            for (int of = 1; of < GROUPS; of++) {
                const float4 v = share(of, t, n);
                sums[t][n][0] += v.x;
                sums[t][n][1] += v.y;
                sums[t][n][2] += v.z;
                sums[t][n][3] += v.w;
            }
        }
    }
#endif
#pragma unroll
    for (int o = 0; o < RUN; o++) {
        if (ownRow + o < rows) {
            ACT* to = proj + scan_of(d) * projScan + (long long) (ownRow + o) * projRow + 2 * c;
#pragma unroll
            for (int n = 0; n < COLUMNS / 8; n++) {
                const float* v = sums[o >> 1][n] + 2 * (o & 1);
                *(unsigned*) (to + 8 * n) = pack_bf16(v[0], v[1]);
            }
        }
    }
}
