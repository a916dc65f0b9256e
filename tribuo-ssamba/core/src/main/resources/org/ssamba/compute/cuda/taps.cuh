// The taps of a depthwise convolution as operands of the tensor cores: for each tap a diagonal matrix of
// channels. Taps are bfloat16 in two parts, whose sum differs from the float32 by 2^-17: two products. They are
// halved, so that SiLU(2 h) = h + h tanh(h) begins with the sum.

// Half a tap, the larger part in the upper half.
__device__ __forceinline__ unsigned split_tap(float tap) {
    const float half = 0.5f * tap;
    const unsigned large = pack_bf16(0.0f, half);
    return large | pack_bf16(half - high_bf16(large), 0.0f);
}

__device__ __forceinline__ uint4 split_taps(float first, float second, float third, float fourth) {
    return make_uint4(split_tap(first), split_tap(second), split_tap(third), split_tap(fourth));
}

// What lane 4 g + c has of 8 channels of a diagonal, given the split tap of channel g: the channels 2c and
// 2c + 1, of which g is one or none.
struct Diagonal {
    unsigned large, small;            // which bytes

    __device__ __forceinline__ Diagonal(int g, int c) {
        const bool own = c == g >> 1, upper = g & 1;
        large = own ? upper ? 0x3244u : 0x4432u : 0x4444u;
        small = own ? upper ? 0x1044u : 0x4410u : 0x4444u;
    }
    __device__ __forceinline__ unsigned of(unsigned tap, int part) const {
        return __byte_perm(tap, 0, part ? small : large);
    }
};
