// The same as mixer_projection.cu (formulas and operands there), for few rows: what a block needs comes
// in one go, and a row's channels are shared by warps and blocks.
//
// A block has 64 rows, one scan and CHANNELS channels: two halves of the rows and four groups of warps that
// take every fourth 16 channels. The groups' sums are added in order in shared memory, then those of the
// SPLITS blocks of a cluster, which share the rows' channels: each block adds and writes a part of the
// columns, in the order of the blocks.
//
// Cost for CHANNELS = 192: 46 to 59 KB from L2, then 3 turns of projection_tile.cuh a warp.
//
// Macros: RANK (R), CHANNELS (a multiple of 16), SPLITS. E = CHANNELS SPLITS. Grid: x = SPLITS
// ceil(rows / 64), y = 4 (scan); block 256; dynamic shared memory: what arrives, or the groups' sums.

#include "fragments.cuh"
#include "async_copy.cuh"
#include "short_functions.cuh"
#include "projection_tile.cuh"

#define THREADS 256
#define ROWS 64
#define PIECES (CHANNELS / 8)
#define GROUPS 4
#define FRAGMENTS (2 * COLUMNS / 8)   // of a warp's sums

template <int VALUE>
struct Count {
    static constexpr int value = VALUE;
};

struct alignas(16) Arrived {
    unsigned char x[X_BYTES(ROWS + 8)];   // rows first - 3 .. first + ROWS + 4
    unsigned char w[COLUMNS * WEIGHT_ROW];
    uint4 taps[CHANNELS];                 // split, by distance from the first of the four
    float bias[CHANNELS];                 // halved
};

__device__ __forceinline__ void cluster_arrive() {
    asm volatile("barrier.cluster.arrive.release.aligned;" ::: "memory");
}

__device__ __forceinline__ void cluster_wait() {
    asm volatile("barrier.cluster.wait.acquire.aligned;" ::: "memory");
}

// Reads another block's shared memory: `address` in this block is the same place there.
__device__ __forceinline__ float4 read_of_block(unsigned address, unsigned block) {
    unsigned there;
    float4 v;
    asm volatile("mapa.shared::cluster.u32 %0, %1, %2;" : "=r"(there) : "r"(address), "r"(block));
    asm volatile("ld.shared::cluster.v4.f32 {%0,%1,%2,%3}, [%4];"
            : "=f"(v.x), "=f"(v.y), "=f"(v.z), "=f"(v.w) : "r"(there) : "memory");
    return v;
}

extern "C" __global__ void __cluster_dims__(SPLITS, 1, 1) __launch_bounds__(THREADS, 2)
mixer_projection_few(const ACT* __restrict__ x, long long xLayer, int xRow,
        const ACT* __restrict__ weight, const float* __restrict__ conv,
        const float* __restrict__ convBias, ACT* __restrict__ proj, long long projScan, int projRow,
        int rows, int tokens) {
    extern __shared__ __align__(16) unsigned char raw[];
    Arrived& at = *(Arrived*) raw;
    const int thread = threadIdx.x, lane = thread & 31, warp = thread >> 5;
    const int g = lane >> 2, c = lane & 3;
    const int scan = blockIdx.y, layer = scan >> 1;
    const bool ahead = (scan ^ layer) & 1;
    const int split = blockIdx.x % SPLITS, first = blockIdx.x / SPLITS * ROWS;
    const int channel0 = split * CHANNELS;

    const ACT* wFrom = weight + ((long long) scan * (RANK + 32) - LEAD) * (CHANNELS * SPLITS) + channel0;
    for (int i = thread; i < COLUMNS * PIECES; i += THREADS) {
        const int column = i / PIECES, piece = i % PIECES;
        // Zeros stand for the unused columns.
        copy16_cached(shared_address(at.w) + column * WEIGHT_ROW + 16 * piece,
                column < LEAD ? weight : wFrom + column * (CHANNELS * SPLITS) + 8 * piece, column >= LEAD);
    }
    for (int i = thread; i < CHANNELS; i += THREADS) {
        const int channel = scan * CHANNELS * SPLITS + channel0 + i;
        const float4 tap = *(const float4*) (conv + 4 * channel);
        // Taps ahead are 3, 2, 1, 0 tokens away.
        at.taps[i] = ahead ? split_taps(tap.w, tap.z, tap.y, tap.x) : split_taps(tap.x, tap.y, tap.z, tap.w);
        at.bias[i] = 0.5f * convBias[channel];
    }

    const int half = warp & 1, group = warp >> 1;
    const int ownRow = first + 32 * half + 4 * g;
    const unsigned inside = taps_inside(ownRow, tokens, ahead);
    const Diagonal diagonal(g, c);
    unsigned xAt[3];
#pragma unroll
    for (int i = 0; i < 3; i++) {
        xAt[i] = shared_address(at.x) + operand_of_x(32 * half + (ahead ? 3 : 0), 2 * i, lane);
    }
    const unsigned wAt = shared_address(at.w)
            + ((lane & 7) + (lane >> 4) * 8) * WEIGHT_ROW + ((lane >> 3) & 1) * 16;
    const ACT* xFrom = x + layer * xLayer + channel0;
    for (int i = thread; i < (ROWS + 8) * PIECES; i += THREADS) {
        const int row = i / PIECES, piece = i % PIECES;
        // Rows before the first and past the last are not used: any will do.
        const int from = min(max(first - 3 + row, 0), rows - 1);
        copy16(shared_address(at.x) + place_of_x(row, piece), xFrom + (long long) from * xRow + 8 * piece, true);
    }
    end_group();
    Sums sums = {};
    wait_groups<0>();
    __syncthreads();
    auto project = [&](int k, auto count) {
        const unsigned xHere[3] = {xAt[0] + 32 * k, xAt[1] + 32 * k, xAt[2] + 32 * k};
        project_channels<false, decltype(count)::value, 16 * GROUPS>(sums, xHere, &at.taps[16 * k + g],
                &at.bias[16 * k + 2 * c], wAt + 32 * k, diagonal, inside);
    };
    if (CHANNELS % (16 * GROUPS) == 0) {
        project(group, Count<CHANNELS / (16 * GROUPS)>());
    } else {
#pragma unroll 1
        for (int k = group; k < CHANNELS / 16; k += GROUPS) {
            project(k, Count<1>());
        }
    }
    __syncthreads();

    // Fragments of the groups' sums: [group][half][fragment][lane]; those of group 0 become the total.
    float4* shares = (float4*) raw;
    auto share = [&](int of, int i) -> float4& { return shares[((of * 2 + half) * FRAGMENTS + i) * 32 + lane]; };
#pragma unroll
    for (int i = 0; i < FRAGMENTS; i++) {
        const float (&s)[4] = sums[i / (COLUMNS / 8)][i % (COLUMNS / 8)];
        share(group, i) = make_float4(s[0], s[1], s[2], s[3]);
    }
    __syncthreads();
    for (int i = group; i < FRAGMENTS; i += GROUPS) {
        float4 total = share(0, i);
#pragma unroll
        for (int of = 1; of < GROUPS; of++) {
            const float4 v = share(of, i);
            total = make_float4(total.x + v.x, total.y + v.y, total.z + v.z, total.w + v.w);
        }
        share(0, i) = total;
    }
    cluster_arrive();
    cluster_wait();
    ACT* const to = proj + scan * projScan + (long long) ownRow * projRow + 2 * c;
    for (int i = split * GROUPS + group; i < FRAGMENTS; i += GROUPS * SPLITS) {
        float4 total = read_of_block(shared_address(&share(0, i)), 0);
#pragma unroll
        for (int block = 1; block < SPLITS; block++) {
            const float4 v = read_of_block(shared_address(&share(0, i)), block);
            total = make_float4(total.x + v.x, total.y + v.y, total.z + v.z, total.w + v.w);
        }
        const int o = 2 * (i / (COLUMNS / 8)), column = i % (COLUMNS / 8) * 8;
        if (ownRow + o < rows) {
            *(unsigned*) (to + o * projRow + column) = pack_bf16(total.x, total.y);
        }
        if (ownRow + o + 1 < rows) {
            *(unsigned*) (to + (o + 1) * projRow + column) = pack_bf16(total.z, total.w);
        }
    }
    // Nobody leaves while another reads here.
    cluster_arrive();
    cluster_wait();
}
