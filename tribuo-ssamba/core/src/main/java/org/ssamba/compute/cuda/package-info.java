/**
 * The CUDA backend: driver, NVRTC and cuBLASLt through JNA, kernels in CUDA C compiled at run time,
 * plans captured as CUDA graphs. {@code Lowering} turns operations into launches; the kernels' text
 * lies in the resources.
 */
package org.ssamba.compute.cuda;
