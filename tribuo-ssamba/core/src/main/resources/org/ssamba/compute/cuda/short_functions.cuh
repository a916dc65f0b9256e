// Functions as exact as bfloat16 results need, in one special-function instruction (8 cycles of a
// quarter of a multiprocessor) or none.

// 2^x for x <= 0 without the special-function unit: n = x rounded by adding 1.5 2^23, a cubic in
// x - n with constant term 1 (relative error 1e-4; exact at 0; that of 1 - 2^x stays below 6e-4),
// n added to the exponent.
__device__ __forceinline__ float exp2_by_fma(float x) {
    x = fmaxf(x, -126.0f);
    float t = x + 12582912.0f;
    float f = x - (t - 12582912.0f);
    float p = fmaf(0.05500852f, f, 0.24220994f);
    p = fmaf(p, f, 0.69328286f);
    p = fmaf(p, f, 1.0f);
    return __int_as_float(__float_as_int(p) + (__float_as_int(t) << 23));
}

// x sigmoid(x) = h + h tanh(h), h = x / 2.
__device__ __forceinline__ float silu_by_tanh(float x) {
    float h = 0.5f * x;
    float t;
    asm("tanh.approx.f32 %0, %1;" : "=f"(t) : "f"(h));
    return fmaf(h, t, h);
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
