// Tensor-core fragments of bfloat16 with float32 sums, and how they meet shared memory.
//
// Layouts (PTX ISA, mma.sync; lane = 4 g + c, g = 0..7, c = 0..3; a register holds two bfloat16,
// the lower index in the lower half):
//   m16n8 accumulator, 4 floats:   [0],[1] row g,   columns 2c, 2c+1;  [2],[3] row g+8
//   A of m16n8k16, 4 registers:    [0] (g; 2c,2c+1) [1] (g+8; 2c,2c+1) [2] (g; 2c+8,+9) [3] (g+8; 2c+8,+9)
//   A of m16n8k8, 2 registers:     [0] (g; 2c,2c+1) [1] (g+8; 2c,2c+1)
//   B of m16n8k16, 2 registers:    [0] (k = 2c,2c+1; n = g)  [1] (k = 2c+8,+9; n = g)
//   B of m16n8k8, 1 register:      (k = 2c,2c+1; n = g)
//   ldmatrix of an 8 x 8 tile:     lane (g, c) gets (row g; columns 2c,2c+1); with _trans (rows 2c,2c+1; column g)
// Lane 8 i + r of an ldmatrix or stmatrix gives the address of row r of tile i, 16-byte aligned.

// d += a b. Not volatile: the compiler may schedule them freely.
__device__ __forceinline__ void mma16(
        float (&d)[4], const unsigned (&a)[4], unsigned b0, unsigned b1) {
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, "
        "{%8,%9}, {%0,%1,%2,%3};"
            : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
            : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

// d = c + a b.
__device__ __forceinline__ void mma16_from(float (&d)[4], const float (&c)[4],
        const unsigned (&a)[4], unsigned b0, unsigned b1) {
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, "
        "{%8,%9}, {%10,%11,%12,%13};"
            : "=f"(d[0]), "=f"(d[1]), "=f"(d[2]), "=f"(d[3])
            : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1),
            "f"(c[0]), "f"(c[1]), "f"(c[2]), "f"(c[3]));
}

__device__ __forceinline__ void mma8(float (&d)[4], unsigned a0, unsigned a1, unsigned b0) {
    asm("mma.sync.aligned.m16n8k8.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5}, {%6}, "
        "{%0,%1,%2,%3};"
            : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
            : "r"(a0), "r"(a1), "r"(b0));
}

__device__ __forceinline__ unsigned shared_address(const void* p) {
    return (unsigned) __cvta_generic_to_shared(p);
}

__device__ __forceinline__ void ldmatrix4(unsigned (&r)[4], unsigned address) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
            : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(address) : "memory");
}

__device__ __forceinline__ void ldmatrix4_trans(unsigned (&r)[4], unsigned address) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
            : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(address) : "memory");
}

// Two tiles; lanes from 16 give addresses that are not used.
__device__ __forceinline__ void ldmatrix2(unsigned (&r)[2], unsigned address) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x2.shared.b16 {%0,%1}, [%2];"
            : "=r"(r[0]), "=r"(r[1]) : "r"(address) : "memory");
}

__device__ __forceinline__ void ldmatrix2_trans(unsigned (&r)[2], unsigned address) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x2.trans.shared.b16 {%0,%1}, [%2];"
            : "=r"(r[0]), "=r"(r[1]) : "r"(address) : "memory");
}

// Of an 8 x 8 tile with (row g; columns 2c,2c+1) in lane 4 g + c the transposed.
__device__ __forceinline__ unsigned transpose8(unsigned a) {
    unsigned r;
    asm("movmatrix.sync.aligned.m8n8.trans.b16 %0, %1;" : "=r"(r) : "r"(a));
    return r;
}

// Compute capability 9.0.
__device__ __forceinline__ void stmatrix4_trans(
        unsigned address, unsigned a, unsigned b, unsigned c, unsigned d) {
    asm volatile("stmatrix.sync.aligned.m8n8.x4.trans.shared.b16 [%0], {%1,%2,%3,%4};"
            :: "r"(address), "r"(a), "r"(b), "r"(c), "r"(d) : "memory");
}
