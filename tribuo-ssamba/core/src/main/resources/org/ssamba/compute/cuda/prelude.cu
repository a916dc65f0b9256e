// What every kernel file shares; this text comes before each of them. No header is included.
//
// Macros from the host:
//   ACT_BF16  1: activations are bfloat16; 0: float32.
//   ALIGNED   1: channels, strides and offsets of every activation operand are multiples of
//             ACT_VECTOR elements, so whole vectors can be moved; 0: element by element. The
//             header of a file says which multiple it needs where that is smaller.
//
// bfloat16 is the upper half of a float32: widening is a shift, narrowing rounds to nearest even
// (cvt.rn.bf16x2.f32, compute capability 8.0).

#if ACT_BF16
typedef unsigned short ACT;
#define ACT_VECTOR 8
#else
typedef float ACT;
#define ACT_VECTOR 4
#endif

#define LOG2E 1.4426950408889634f
#define LN2 0.6931471805599453f
#define FULL_WARP 0xffffffffu

__device__ __forceinline__ float low_bf16(unsigned pair) {
    return __uint_as_float(pair << 16);
}

__device__ __forceinline__ float high_bf16(unsigned pair) {
    return __uint_as_float(pair & 0xffff0000u);
}

__device__ __forceinline__ unsigned pack_bf16(float low, float high) {
    unsigned pair;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(high), "f"(low));
    return pair;
}

__device__ __forceinline__ float to_float(float x) {
    return x;
}

__device__ __forceinline__ float to_float(unsigned short x) {
    return __uint_as_float((unsigned) x << 16);
}

__device__ __forceinline__ ACT to_act(float x) {
#if ACT_BF16
    return (ACT) pack_bf16(x, 0.0f);
#else
    return x;
#endif
}

// Four activations as they lie in memory: 8 bytes of bfloat16, 16 of float32. Kept packed, they
// are what a software pipeline holds in registers.
#if ACT_BF16
typedef uint2 ACT4;
#else
typedef float4 ACT4;
#endif

__device__ __forceinline__ float4 unpack(uint2 v) {
    return make_float4(low_bf16(v.x), high_bf16(v.x), low_bf16(v.y), high_bf16(v.y));
}

__device__ __forceinline__ float4 unpack(float4 v) {
    return v;
}

__device__ __forceinline__ ACT4 pack(float4 v) {
#if ACT_BF16
    return make_uint2(pack_bf16(v.x, v.y), pack_bf16(v.z, v.w));
#else
    return v;
#endif
}

__device__ __forceinline__ ACT4 zero4() {
    return pack(make_float4(0.0f, 0.0f, 0.0f, 0.0f));
}

__device__ __forceinline__ float4 fma4(float4 a, float4 b, float4 c) {
    return make_float4(
            fmaf(a.x, b.x, c.x), fmaf(a.y, b.y, c.y), fmaf(a.z, b.z, c.z), fmaf(a.w, b.w, c.w));
}

// Elements p[0..3] of which the first `count` exist; the others read as 0. Aligned: `count` is at
// least 4 or not positive.
__device__ __forceinline__ ACT4 load4(const ACT* p, int count) {
#if ALIGNED
    return count > 0 ? *(const ACT4*) p : zero4();
#else
    return pack(make_float4(
            count > 0 ? to_float(p[0]) : 0.0f, count > 1 ? to_float(p[1]) : 0.0f,
            count > 2 ? to_float(p[2]) : 0.0f, count > 3 ? to_float(p[3]) : 0.0f));
#endif
}

__device__ __forceinline__ void store4(ACT* p, float4 v, int count) {
#if ALIGNED
    if (count > 0) {
        *(ACT4*) p = pack(v);
    }
#else
    if (count > 0) p[0] = to_act(v.x);
    if (count > 1) p[1] = to_act(v.y);
    if (count > 2) p[2] = to_act(v.z);
    if (count > 3) p[3] = to_act(v.w);
#endif
}

// Two activations, likewise.
#if ACT_BF16
typedef unsigned ACT2;
#else
typedef float2 ACT2;
#endif

__device__ __forceinline__ float2 unpack(unsigned v) {
    return make_float2(low_bf16(v), high_bf16(v));
}

__device__ __forceinline__ float2 unpack(float2 v) {
    return v;
}

__device__ __forceinline__ ACT2 pack(float2 v) {
#if ACT_BF16
    return pack_bf16(v.x, v.y);
#else
    return v;
#endif
}

__device__ __forceinline__ float2 fma2(float2 a, float2 b, float2 c) {
    return make_float2(fmaf(a.x, b.x, c.x), fmaf(a.y, b.y, c.y));
}

__device__ __forceinline__ ACT2 load2(const ACT* p, int count) {
#if ALIGNED
    return count > 0 ? *(const ACT2*) p : pack(make_float2(0.0f, 0.0f));
#else
    return pack(make_float2(
            count > 0 ? to_float(p[0]) : 0.0f, count > 1 ? to_float(p[1]) : 0.0f));
#endif
}

__device__ __forceinline__ void store2(ACT* p, float2 v, int count) {
#if ALIGNED
    if (count > 0) {
        *(ACT2*) p = pack(v);
    }
#else
    if (count > 0) p[0] = to_act(v.x);
    if (count > 1) p[1] = to_act(v.y);
#endif
}

// Starts a copy of p[0..3], as load4 reads it, into shared memory; finished for the calling thread
// after wait_copies(). Asynchronous where aligned: it takes no registers while under way.
__device__ __forceinline__ void copy4(ACT4* shared, const ACT* p, int count) {
#if ALIGNED
    unsigned to = (unsigned) __cvta_generic_to_shared(shared);
    int bytes = count > 0 ? (int) sizeof(ACT4) : 0;
#if ACT_BF16
    asm volatile("cp.async.ca.shared.global [%0], [%1], 8, %2;"
            :: "r"(to), "l"(p), "r"(bytes) : "memory");
#else
    asm volatile("cp.async.ca.shared.global [%0], [%1], 16, %2;"
            :: "r"(to), "l"(p), "r"(bytes) : "memory");
#endif
#else
    *shared = load4(p, count);
#endif
}

__device__ __forceinline__ void wait_copies() {
    asm volatile("cp.async.wait_all;" ::: "memory");
}

// ACT_VECTOR activations, 16 bytes, as floats in registers.
struct Vector {
    float v[ACT_VECTOR];
};

__device__ __forceinline__ Vector load_vector(const ACT* p, int count) {
    Vector r;
#if ALIGNED
    uint4 raw = count > 0 ? *(const uint4*) p : make_uint4(0, 0, 0, 0);
#if ACT_BF16
    r.v[0] = low_bf16(raw.x);
    r.v[1] = high_bf16(raw.x);
    r.v[2] = low_bf16(raw.y);
    r.v[3] = high_bf16(raw.y);
    r.v[4] = low_bf16(raw.z);
    r.v[5] = high_bf16(raw.z);
    r.v[6] = low_bf16(raw.w);
    r.v[7] = high_bf16(raw.w);
#else
    r.v[0] = __uint_as_float(raw.x);
    r.v[1] = __uint_as_float(raw.y);
    r.v[2] = __uint_as_float(raw.z);
    r.v[3] = __uint_as_float(raw.w);
#endif
#else
#pragma unroll
    for (int i = 0; i < ACT_VECTOR; i++) {
        r.v[i] = i < count ? to_float(p[i]) : 0.0f;
    }
#endif
    return r;
}

__device__ __forceinline__ void store_vector(ACT* p, const Vector& x, int count) {
#if ALIGNED
    if (count > 0) {
        uint4 raw;
#if ACT_BF16
        raw.x = pack_bf16(x.v[0], x.v[1]);
        raw.y = pack_bf16(x.v[2], x.v[3]);
        raw.z = pack_bf16(x.v[4], x.v[5]);
        raw.w = pack_bf16(x.v[6], x.v[7]);
#else
        raw.x = __float_as_uint(x.v[0]);
        raw.y = __float_as_uint(x.v[1]);
        raw.z = __float_as_uint(x.v[2]);
        raw.w = __float_as_uint(x.v[3]);
#endif
        *(uint4*) p = raw;
    }
#else
#pragma unroll
    for (int i = 0; i < ACT_VECTOR; i++) {
        if (i < count) p[i] = to_act(x.v[i]);
    }
#endif
}

// 2^x, error at most 2 units in the last place; denormals become 0.
__device__ __forceinline__ float exp2_fast(float x) {
    float r;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(x));
    return r;
}

// 1 / x, error at most 1 unit in the last place.
__device__ __forceinline__ float reciprocal(float x) {
    float r;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(x));
    return r;
}

__device__ __forceinline__ float sigmoid(float x) {
    return reciprocal(1.0f + exp2_fast(-LOG2E * x));
}

// log(1 + e^x) = max(x, 0) + log1p(t), t = e^-|x|. log1p(t) / t on [0, 1] is a Chebyshev fit of
// degree 8, relative error 2e-7: the small step sizes of slow channels keep their digits.
__device__ __forceinline__ float softplus(float x) {
    float t = exp2_fast(-LOG2E * fabsf(x));
    float p = 0.005253458f;
    p = fmaf(p, t, -0.029588507f);
    p = fmaf(p, t, 0.07836167f);
    p = fmaf(p, t, -0.1367477f);
    p = fmaf(p, t, 0.1911143f);
    p = fmaf(p, t, -0.24844369f);
    p = fmaf(p, t, 0.3331927f);
    p = fmaf(p, t, -0.49999502f);
    p = fmaf(p, t, 1.0f);
    return fmaf(p, t, fmaxf(x, 0.0f));
}

__device__ __forceinline__ float silu(float x) {
    return x * sigmoid(x);
}

// d silu(x) / dx with s = sigmoid(x).
__device__ __forceinline__ float silu_slope(float x, float s) {
    return s * fmaf(x, 1.0f - s, 1.0f);
}

// COUNT consecutive floats of shared memory, as wide as COUNT allows; p is aligned to that width.
template <int COUNT>
__device__ __forceinline__ void load_floats(float (&r)[COUNT], const float* p) {
    if (COUNT % 4 == 0) {
#pragma unroll
        for (int i = 0; i < COUNT / 4; i++) {
            float4 v = ((const float4*) p)[i];
            r[4 * i] = v.x;
            r[4 * i + 1] = v.y;
            r[4 * i + 2] = v.z;
            r[4 * i + 3] = v.w;
        }
    } else if (COUNT % 2 == 0) {
#pragma unroll
        for (int i = 0; i < COUNT / 2; i++) {
            float2 v = ((const float2*) p)[i];
            r[2 * i] = v.x;
            r[2 * i + 1] = v.y;
        }
    } else {
#pragma unroll
        for (int i = 0; i < COUNT; i++) {
            r[i] = p[i];
        }
    }
}

// Sums COUNT values over the LANE_COUNT lanes that differ in bits [STEP, STEP LANE_COUNT) of the
// lane number. Each step halves what a lane holds: COUNT shuffles, not COUNT log2(LANE_COUNT). The
// lane whose bits read j is left with the sums j COUNT / LANE_COUNT + i in x[i].
template <int COUNT, int LANE_COUNT, int STEP>
struct LaneSums {
    static __device__ __forceinline__ void run(float* x) {
        const int half = COUNT / 2;
        const int offset = STEP * (LANE_COUNT / 2);
        bool upper = (threadIdx.x & offset) != 0;
#pragma unroll
        for (int i = 0; i < half; i++) {
            float keep = upper ? x[i + half] : x[i];
            float send = upper ? x[i] : x[i + half];
            x[i] = keep + __shfl_xor_sync(FULL_WARP, send, offset);
        }
        LaneSums<half, LANE_COUNT / 2, STEP>::run(x);
    }
};

template <int COUNT, int STEP>
struct LaneSums<COUNT, 1, STEP> {
    static __device__ __forceinline__ void run(float*) {}
};

// Sums in a fixed order. Of a warp: every lane gets the result. Of a block of at most 1024
// threads: every thread gets it; `scratch` is 32 floats of shared memory.
__device__ __forceinline__ float warp_sum(float x) {
#pragma unroll
    for (int offset = 16; offset > 0; offset >>= 1) {
        x += __shfl_xor_sync(FULL_WARP, x, offset);
    }
    return x;
}

__device__ __forceinline__ float block_sum(float x, float* scratch) {
    int thread = threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z);
    int warps = (blockDim.x * blockDim.y * blockDim.z + 31) / 32;
    x = warp_sum(x);
    __syncthreads();
    if ((thread & 31) == 0) {
        scratch[thread >> 5] = x;
    }
    __syncthreads();
    return warp_sum((thread & 31) < warps ? scratch[thread & 31] : 0.0f);
}
