// Packs of V neighbouring elements, moved in one access, and sums in a fixed order.
//
// load      V consecutive elements as floats; the address must be aligned to the pack.
// store     the reverse, bfloat16 rounded to nearest even.
// block_total  adds in a fixed tree: the same numbers give the same bits.

#ifndef PACKS
#define PACKS

#define FLOAT_INFINITY __int_as_float(0x7f800000)

__device__ __forceinline__ void round_to(float x, float& y) { y = x; }

__device__ __forceinline__ void round_to(float x, unsigned short& y) {
    y = (unsigned short)pack_bf16(x, 0.0f);
}

template <typename T, int V>
struct alignas(sizeof(T) * V) Pack {
    T item[V];
};

template <int V, typename T>
__device__ __forceinline__ void load(const T* address, float (&x)[V]) {
    const Pack<T, V> pack = *reinterpret_cast<const Pack<T, V>*>(address);
#pragma unroll
    for (int i = 0; i < V; i++) {
        x[i] = to_float(pack.item[i]);
    }
}

template <int V, typename T>
__device__ __forceinline__ void store(T* address, const float (&x)[V]) {
    Pack<T, V> pack;
#pragma unroll
    for (int i = 0; i < V; i++) {
        round_to(x[i], pack.item[i]);
    }
    *reinterpret_cast<Pack<T, V>*>(address) = pack;
}

// Parameters lie anywhere in their arena, so they are read one by one.
template <int V>
__device__ __forceinline__ void load_each(const float* address, float (&x)[V]) {
#pragma unroll
    for (int i = 0; i < V; i++) {
        x[i] = __ldg(address + i);
    }
}

__device__ __forceinline__ float warp_max(float x) {
#pragma unroll
    for (int offset = 16; offset > 0; offset >>= 1) {
        x = fmaxf(x, __shfl_xor_sync(0xffffffffu, x, offset));
    }
    return x;
}

// The sum over a block of WARPS warps, in every thread. All threads must call it.
template <int WARPS>
__device__ __forceinline__ float block_total(float x) {
    __shared__ float part[WARPS];
    x = warp_sum(x);
    if (WARPS == 1) {
        return x;
    }
    __syncthreads();
    if ((threadIdx.x & 31) == 0) {
        part[threadIdx.x >> 5] = x;
    }
    __syncthreads();
    float sum = 0.0f;
#pragma unroll
    for (int w = 0; w < WARPS; w++) {
        sum += part[w];
    }
    return sum;
}

#endif
