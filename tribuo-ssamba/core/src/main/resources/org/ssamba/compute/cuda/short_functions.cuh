// Functions as exact as bfloat16 results need, in one special-function instruction (8 cycles of a
// quarter of a multiprocessor) or none.

// 2^(a b) for -2^22 < a b <= 0 without the special-function unit: n = a b rounded by adding 1.5 2^23,
// a cubic in a b - n with constant term 1 (relative error 1e-4; exact at 0; that of 1 - 2^(a b) stays
// below 6e-4), n, at least -126, added to the exponent.
__device__ __forceinline__ float exp2_by_fma(float a, float b) {
    const float round = 12582912.0f;
    float t = fmaf(a, b, round);
    float f = fmaf(a, b, round - t);
    float p = fmaf(0.05500852f, f, 0.24220994f);
    p = fmaf(p, f, 0.69328286f);
    p = fmaf(p, f, 1.0f);
    return __int_as_float(__float_as_int(p) + (__float_as_int(fmaxf(t, round - 126.0f)) << 23));
}

// x sigmoid(x) = h + h tanh(h), x = 2 h.
__device__ __forceinline__ float silu_of_double(float h) {
    float t;
    asm("tanh.approx.f32 %0, %1;" : "=f"(t) : "f"(h));
    return fmaf(h, t, h);
}

__device__ __forceinline__ float silu_by_tanh(float x) {
    return silu_of_double(0.5f * x);
}

// log(1 + e^x) as in the prelude, log1p(t) / t by a quintic whose constant term is 1: relative
// error 1e-5, so small steps keep their digits.
__device__ __forceinline__ float softplus_short(float x) {
    float t = exp2_fast(-LOG2E * fabsf(x));
    float p = -0.02473447f;
    p = fmaf(p, t, 0.10359248f);
    p = fmaf(p, t, -0.21240408f);
    p = fmaf(p, t, 0.32622604f);
    p = fmaf(p, t, -0.49953947f);
    p = fmaf(p, t, 1.0f);
    return fmaf(p, t, fmaxf(x, 0.0f));
}
