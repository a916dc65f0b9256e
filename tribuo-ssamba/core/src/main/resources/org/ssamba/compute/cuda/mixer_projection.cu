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
// Plan. A warp has 32 rows, one direction of a layer and all columns as accumulators
// (projection_tile.cuh). x, W and taps come through shared memory in chunks of 64 channels: while one is
// computed the next are on their way, and one barrier a chunk says that it is there and that the last is
// free. Where there are few columns a multiprocessor has two blocks; where there are many, their sums and
// 16 channels at several stages need the registers of both.
//
// Cost, base, 4 x 4096 tokens: 115 us a pair, of which copies 14 %, MUFU 5 % and the smaller parts of the taps
// 11 % (docs/cuda-performance.md). Floor in bytes: x once, proj once (W stays in L2).
//
// Macros: RANK (R), STAGES (2 or more: chunks in shared memory). Grid: x = ceil(rows / 128), y = 2
// (layer); block 256; dynamic shared memory STAGES sizeof(Chunk). E is a multiple of 64.

#define CHANNELS 64

#include "fragments.cuh"
#include "async_copy.cuh"
#include "short_functions.cuh"
#include "projection_tile.cuh"

#define THREADS 256
#define ROWS 128
#define BLOCKS (RANK <= 16 ? 2 : 1)

struct alignas(16) Chunk {
    unsigned char x[X_BYTES(ROWS + 8)];          // rows first - 3 .. first + ROWS + 4
    unsigned char w[2][COLUMNS * WEIGHT_ROW];    // [looks ahead][column]
    uint4 taps[2][CHANNELS];                     // split, by distance from the first of the four
    float bias[2][CHANNELS];                     // halved
};

template <bool VALUE>
struct Flag {
    static constexpr bool value = VALUE;
};

extern "C" __global__ void __launch_bounds__(THREADS, BLOCKS)
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
    // thread % 128 / 8 + 16 i of one direction's W; two taps of a channel, and its bias.
    const int piece = thread & 7;
    const ACT* xFrom = x + layer * xLayer + 8 * piece;
    const unsigned xTo = place_of_x(thread >> 3, piece);
    const int copyAhead = thread >> 7, copyColumn = (thread & 127) >> 3;
    const int copyScan = scan_of(copyAhead);
    const ACT* wFrom = weight
            + ((long long) copyScan * (RANK + 32) + copyColumn - LEAD) * channels + 8 * piece;
    const unsigned wTo = copyAhead * COLUMNS * WEIGHT_ROW + copyColumn * WEIGHT_ROW + 16 * piece;
    // Taps ahead are 3, 2, 1, 0 tokens away.
    const int tapChannel = (thread & 127) >> 1, tapPair = (thread & 1) ^ copyAhead;
    const float* convFrom = conv + (copyScan * channels + tapChannel) * 4 + 2 * tapPair;
    const float* biasFrom = convBias + copyScan * channels + tapChannel;
    float2 tap;
    float bias;
    auto fetch = [&](Chunk& to) {
        const unsigned xAt = shared_address(to.x) + xTo, wAt = shared_address(to.w) + wTo;
#pragma unroll
        for (int i = 0; i < (ROWS + 39) / 32; i++) {
            const int row = (thread >> 3) + 32 * i;
            if (i < ROWS / 32 || row < ROWS + 8) {
                // Rows before the first and past the last are not used: any will do.
                const int from = min(max(first - 3 + row, 0), rows - 1);
                copy16(xAt + place_of_x(32 * i, 0), xFrom + (long long) from * xRow, true);
            }
        }
#pragma unroll
        for (int i = 0; i < COLUMNS / 16; i++) {
            if (LEAD == 0 || i > 0 || copyColumn >= LEAD) {
                copy16_cached(wAt + 16 * i * WEIGHT_ROW, wFrom + (long long) (16 * i) * channels, true);
            }
        }
        tap = *(const float2*) convFrom;
        bias = *biasFrom;
        xFrom += CHANNELS;
        wFrom += CHANNELS;
        convFrom += 4 * CHANNELS;
        biasFrom += CHANNELS;
    };
    // What was fetched into registers; after the computation that hides its way.
    auto settle = [&](Chunk& to) {
        const unsigned low = split_tap(copyAhead ? tap.y : tap.x), high = split_tap(copyAhead ? tap.x : tap.y);
        ((uint2*) &to.taps[copyAhead][tapChannel])[thread & 1] = make_uint2(low, high);
        if (!(thread & 1)) {
            to.bias[copyAhead][tapChannel] = 0.5f * bias;
        }
    };
    if (LEAD > 0 && copyColumn < LEAD) {
#pragma unroll
        for (int i = 0; i < STAGES; i++) {
            *(uint4*) (chunks[i].w[0] + wTo) = make_uint4(0, 0, 0, 0);
        }
    }

    const int d = warp & 1;                      // looks ahead
    const int warpRow = (warp >> 1) * 32;
    const int ownRow = first + warpRow + 4 * g;
    const unsigned inside = taps_inside(ownRow, tokens, d);
    const bool inner = __all_sync(FULL_WARP, inside == 0xffffu);
    const Diagonal diagonal(g, c);

    Sums sums = {};
    unsigned xAt[3];
#pragma unroll
    for (int i = 0; i < 3; i++) {
        xAt[i] = operand_of_x(warpRow + (d ? 3 : 0), 2 * i, lane);
    }
    // ldmatrix: 16 columns, 16 channels of W.
    const unsigned wAt = d * COLUMNS * WEIGHT_ROW
            + ((lane & 7) + (lane >> 4) * 8) * WEIGHT_ROW + ((lane >> 3) & 1) * 16;
    auto compute = [&](const Chunk& from, auto all) {
        const unsigned xFirst = shared_address(from.x), wFirst = shared_address(from.w) + wAt;
        const unsigned xHere[3] = {xFirst + xAt[0], xFirst + xAt[1], xFirst + xAt[2]};
        project_channels<decltype(all)::value, CHANNELS / 16, 16>(sums, xHere, &from.taps[d][g],
                &from.bias[d][2 * c], wFirst, diagonal, inside);
    };

    const int count = channels / CHANNELS;
#pragma unroll
    for (int chunk = 0; chunk < STAGES - 1; chunk++) {
        if (chunk < count) {
            fetch(chunks[chunk]);
            settle(chunks[chunk]);
        }
        end_group();
    }
#pragma unroll 1
    for (int chunk = 0; chunk < count; chunk++) {
        wait_groups<STAGES - 2>();
        __syncthreads();
        Chunk& next = chunks[(chunk + STAGES - 1) % STAGES];
        if (chunk + STAGES - 1 < count) {
            fetch(next);
        }
        end_group();
        if (inner) {
            compute(chunks[chunk % STAGES], Flag<true>());
        } else {
            compute(chunks[chunk % STAGES], Flag<false>());
        }
        if (chunk + STAGES - 1 < count) {
            settle(next);
        }
    }
#pragma unroll
    for (int o = 0; o < 4; o++) {
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
