// What the two kernels of convolution and projection share: 32 rows and 16 channels of one scan, from x
// to sums of dt | B | C, on the tensor cores throughout. A warp does it; lane 4 g + c (fragments.cuh).
//
// Rows. Those of the matrix instructions are dealt out so that a lane has 4 tokens in a row: row g + 8 h
// of MMA tile t is token 4 g + 2 t + h. Two neighbouring taps of a tile are one A operand: (tokens of
// h = 0, of h = 1) x (8 channels of one tap, the same 8 of the next), which is x of tokens o, o + 1,
// o + 1, o + 2, just as ldmatrix brings it. The last taps of tile 0 are the first of tile 1, so that three
// operands, o = 0, 2, 4, serve 4 taps of 4 tokens.
// Convolution. The B operand is two diagonals, one for each of the two taps (taps.cuh); SiLU of the
// sums is the A operand of the projection as it stands.
//
// Shared x: rows of 2 CHANNELS bytes, 16 bytes more every 4 rows, so that the 8 rows of an ldmatrix, 4
// apart, lie in different banks. W: rows of 2 CHANNELS + 16 bytes, which is an odd multiple of 16.
//
// Cost of 32 rows x 16 channels: 16 MUFU (128 cycles of a quarter of a multiprocessor), 16 HMMA for the
// convolution and 4 for every 16 columns (6.2 cycles each), about 105 instructions; 38 to 46 accesses to
// shared memory, which the quarters share.

#include "taps.cuh"

#define COLUMNS (16 * ((RANK + 15) / 16) + 32)
#define LEAD (COLUMNS - 32 - RANK)
#define X_BYTES(rows) ((rows) * 2 * CHANNELS + (rows) / 4 * 16)
#define WEIGHT_ROW (2 * CHANNELS + 16)

typedef float Sums[2][COLUMNS / 8][4];   // [tile][8 columns], accumulator layout

__device__ __forceinline__ unsigned place_of_x(int row, int piece) {
    return (unsigned) (row * 2 * CHANNELS + row / 4 * 16 + piece * 16);
}

// Which of the 4 taps of each of the lane's tokens stay inside the clip, 4 bits a token.
__device__ __forceinline__ unsigned taps_inside(int row, int tokens, bool ahead) {
    unsigned inside = 0;
#pragma unroll
    for (int o = 0; o < 4; o++) {
        const int token = (row + o) % tokens;
#pragma unroll
        for (int i = 0; i < 4; i++) {
            const int at = token + (ahead ? i : i - 3);
            inside |= (unsigned) ((unsigned) at < (unsigned) tokens) << (4 * o + i);
        }
    }
    return inside;
}

// This lane's ldmatrix address in x of the operand that begins with token o, for a warp's first row.
__device__ __forceinline__ unsigned operand_of_x(int row, int o, int lane) {
    return place_of_x(row + 4 * (lane & 7) + o + ((lane >> 3) + 1) / 2, 0);
}

// What 8 channels of a warp's rows need of shared memory.
struct Eight {
    unsigned x[3][4];                        // operands 0, 2 and 4
    uint4 taps;                              // split, of channel g
    float2 bias;                             // halved, of channels 2c, 2c + 1
};

// Their convolution before SiLU. ALL: every tap is inside the clip.
template <bool ALL>
__device__ __forceinline__ void convolve(
        float (&s)[2][4], const Eight& of, Diagonal diagonal, unsigned inside) {
    const float constant[4] = {of.bias.x, of.bias.y, of.bias.x, of.bias.y};
    const unsigned taps[4] = {of.taps.x, of.taps.y, of.taps.z, of.taps.w};
#pragma unroll
    for (int pair = 0; pair < 2; pair++) {
        unsigned own[2][4];
#pragma unroll
        for (int tile = 0; tile < 2; tile++) {
#pragma unroll
            for (int i = 0; i < 4; i++) {
                const int tap = 4 * (2 * tile + (i & 1)) + 2 * pair + (i >> 1);
                own[tile][i] = ALL || inside >> tap & 1 ? of.x[tile + pair][i] : 0u;
            }
        }
#pragma unroll
        for (int part = 0; part < 2; part++) {
            const unsigned b0 = diagonal.of(taps[2 * pair], part);
            const unsigned b1 = diagonal.of(taps[2 * pair + 1], part);
#pragma unroll
            for (int tile = 0; tile < 2; tile++) {
                if (pair == 0 && part == 0) {
                    mma16_from(s[tile], constant, own[tile], b0, b1);
                } else {
                    mma16(s[tile], own[tile], b0, b1);
                }
            }
        }
    }
}

// Adds COUNT times 16 channels, STEP channels apart. xAt: this lane's ldmatrix addresses of operands 0,
// 2 and 4. taps: of channel g; bias: of channel 2c; wAt: this lane's ldmatrix address in W. While 8 channels are
// convolved, the next come from shared memory and SiLU of the last is under way.
template <bool ALL, int COUNT, int STEP>
__device__ __forceinline__ void project_channels(Sums& sums, const unsigned (&xAt)[3],
        const uint4* taps, const float* bias, unsigned wAt, Diagonal diagonal, unsigned inside) {
    Eight eight[2];
    auto load = [&](int i) {
        const int channel = i / 2 * STEP + i % 2 * 8;
        Eight& to = eight[i % 2];
#pragma unroll
        for (int o = 0; o < 3; o++) {
            ldmatrix4(to.x[o], xAt[o] + 2 * channel);
        }
        to.taps = taps[channel];
        to.bias = *(const float2*) (bias + channel);
    };
    float s[2][2][4];
    unsigned a[2][4];
    load(0);
#pragma unroll
    for (int i = 0; i <= 2 * COUNT; i++) {
        if (i + 1 < 2 * COUNT) {
            load(i + 1);
        }
        if (i < 2 * COUNT) {
            convolve<ALL>(s[i % 2], eight[i % 2], diagonal, inside);
        }
        if (i > 0) {
            const float (&u)[2][4] = s[(i - 1) % 2];
#pragma unroll
            for (int tile = 0; tile < 2; tile++) {
                a[tile][2 * ((i - 1) % 2)] = pack_bf16(silu_of_double(u[tile][0]), silu_of_double(u[tile][1]));
                a[tile][2 * ((i - 1) % 2) + 1] = pack_bf16(silu_of_double(u[tile][2]), silu_of_double(u[tile][3]));
            }
        }
        if (i > 0 && i % 2 == 0) {
#pragma unroll
            for (int n = 0; n < COLUMNS / 16; n++) {
                unsigned b[4];
                ldmatrix4(b, wAt + 16 * n * WEIGHT_ROW + (i / 2 - 1) * 2 * STEP);
#pragma unroll
                for (int tile = 0; tile < 2; tile++) {
                    mma16(sums[tile][2 * n], a[tile], b[0], b[1]);
                    mma16(sums[tile][2 * n + 1], a[tile], b[2], b[3]);
                }
            }
        }
    }
}
