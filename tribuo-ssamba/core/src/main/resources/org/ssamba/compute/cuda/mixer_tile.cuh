// What the two kernels of the fused scan share: tiles of 16 steps and 16 channels of one scan, of
// which a warp's lane 4 g + c has an accumulator's elements (fragments.cuh): rows are the channels
// g and g + 8, columns the steps 8 m + 2c and + 1.

#define STEPS 16
#define RANK_TILES ((RANK + 15) / 16)
#define LEAD (16 * RANK_TILES - RANK)
#define PROJ (16 * RANK_TILES + 32)
#define PROJ_ROW (2 * PROJ + 16)  // bytes; an odd multiple of 16: ldmatrix without bank conflicts

// Where 8 channels (a chunk) of a step lie in a ring of steps of 32 bytes. The chunks change places
// every 4 steps, so that 8 steps are 8 different bank groups.
template <int RING>
__device__ __forceinline__ unsigned ring_offset(int step, int chunk) {
    return (unsigned) ((step & (RING - 1)) * 32 + ((chunk ^ (step >> 2)) & 1) * 16);
}

// The A operand of the projection to step sizes: rows of W (E, R) behind LEAD columns of zeros.
__device__ __forceinline__ void load_step_weights(
        unsigned (&weight)[RANK_TILES][4], const ACT* from, int g, int c) {
#pragma unroll
    for (int k = 0; k < RANK_TILES; k++) {
#pragma unroll
        for (int i = 0; i < 4; i++) {
            int column = 16 * k + 8 * (i >> 1) + 2 * c - LEAD;
            weight[k][i] =
                    column >= 0 ? *(const unsigned*) (from + (g + 8 * (i & 1)) * RANK + column) : 0u;
        }
    }
}

// The B operand of 16 columns and 16 steps without its LEAD unused columns: what stands there may be
// no number, and 0 times that is none either.
__device__ __forceinline__ void clear_unused(unsigned (&b)[4], int c) {
    if (LEAD > 0) {
        b[0] = 2 * c < LEAD ? 0u : b[0];
        b[2] = 2 * c < LEAD ? 0u : b[2];
    }
    if (LEAD > 8) {
        b[1] = 2 * c + 8 < LEAD ? 0u : b[1];
        b[3] = 2 * c + 8 < LEAD ? 0u : b[3];
    }
}

// Step sizes of a tile before softplus, for the biases of channels g and g + 8; `from` is this
// lane's ldmatrix address in the tile's rows of dt | B | C.
__device__ __forceinline__ void project_steps(float (&raw)[2][4],
        const unsigned (&weight)[RANK_TILES][4], unsigned from, float bias0, float bias1, int c) {
#pragma unroll
    for (int m = 0; m < 2; m++) {
        raw[m][0] = raw[m][1] = bias0;
        raw[m][2] = raw[m][3] = bias1;
    }
#pragma unroll
    for (int k = 0; k < RANK_TILES; k++) {
        unsigned b[4];
        ldmatrix4(b, from + 32 * k);
        if (k == 0) {
            clear_unused(b, c);
        }
        mma16(raw[0], weight[k], b[0], b[1]);
        mma16(raw[1], weight[k], b[2], b[3]);
    }
}

// u of one channel at steps 2c and 2c + 1, from x (pairs of steps) 4 and 3, 2 and 1 steps back, and
// of the steps themselves.
__device__ __forceinline__ void convolve_pair(
        float& u0, float& u1, unsigned far, unsigned mid, unsigned near, float4 taps, float bias) {
    float s0 = fmaf(taps.x, high_bf16(far), bias), s1 = fmaf(taps.x, low_bf16(mid), bias);
    s0 = fmaf(taps.y, low_bf16(mid), s0);
    s1 = fmaf(taps.y, high_bf16(mid), s1);
    s0 = fmaf(taps.z, high_bf16(mid), s0);
    s1 = fmaf(taps.z, low_bf16(near), s1);
    s0 = fmaf(taps.w, low_bf16(near), s0);
    s1 = fmaf(taps.w, high_bf16(near), s1);
    u0 = silu_by_tanh(s0);
    u1 = silu_by_tanh(s1);
}

// Two channels of (a + b) / 2.
__device__ __forceinline__ unsigned mean_pair(unsigned a, unsigned b) {
    return pack_bf16(0.5f * (low_bf16(a) + low_bf16(b)), 0.5f * (high_bf16(a) + high_bf16(b)));
}

// Two channels of (a + b) / 2 SiLU(z).
__device__ __forceinline__ unsigned gate_pair(unsigned a, unsigned b, unsigned z) {
    return pack_bf16(0.5f * (low_bf16(a) + low_bf16(b)) * silu_by_tanh(low_bf16(z)),
            0.5f * (high_bf16(a) + high_bf16(b)) * silu_by_tanh(high_bf16(z)));
}
