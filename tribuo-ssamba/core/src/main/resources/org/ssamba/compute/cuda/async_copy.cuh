// Copies of 16 or 4 bytes from global to shared memory that take no registers while under way
// (cp.async). A thread's copies are finished for itself in groups, in the order of the groups.

// Zeros if `inside` is false; past the first cache, for what is read once.
__device__ __forceinline__ void copy16(unsigned to, const void* from, bool inside) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;"
            :: "r"(to), "l"(from), "r"(inside ? 16 : 0) : "memory");
}

// Through the first cache, for what other warps read too.
__device__ __forceinline__ void copy16_cached(unsigned to, const void* from, bool inside) {
    asm volatile("cp.async.ca.shared.global [%0], [%1], 16, %2;"
            :: "r"(to), "l"(from), "r"(inside ? 16 : 0) : "memory");
}

__device__ __forceinline__ void copy4_cached(unsigned to, const void* from) {
    asm volatile("cp.async.ca.shared.global [%0], [%1], 4;" :: "r"(to), "l"(from) : "memory");
}

__device__ __forceinline__ void end_group() {
    asm volatile("cp.async.commit_group;" ::: "memory");
}

// Waits until at most PENDING groups are under way.
template <int PENDING>
__device__ __forceinline__ void wait_groups() {
    asm volatile("cp.async.wait_group %0;" :: "n"(PENDING) : "memory");
}
