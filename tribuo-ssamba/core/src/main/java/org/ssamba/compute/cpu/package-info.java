/**
 * The CPU backend: matrix products from libtorch or DJL, Java kernels for everything else, on the
 * same off-heap memory. Each operation is a task; {@code TaskBinder} says which.
 */
package org.ssamba.compute.cpu;
