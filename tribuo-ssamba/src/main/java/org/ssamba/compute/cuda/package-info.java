/**
 * The CUDA backend: driver, NVRTC and cuBLASLt through JNA, kernels in CUDA C compiled at run time,
 * plans captured as CUDA graphs.
 */
package org.ssamba.compute.cuda;
