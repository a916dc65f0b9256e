/**
 * The CPU backend: matrix products from libtorch or DJL, Java kernels for everything else, on the
 * same off-heap memory.
 */
package org.ssamba.compute.cpu;
