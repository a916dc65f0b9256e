/**
 * What a layer asks of a machine: tensors, plans, and the contract of a backend.
 *
 * <p>The network is emitted once, as a static list of {@linkplain org.ssamba.compute.op fused
 * operations} on named tensors (a {@link org.ssamba.compute.Plan}). A backend turns a plan into a
 * {@link org.ssamba.compute.Program}: it knows the memory before anything runs, allocates nothing
 * while running, and returns no value to the host in the middle.
 */
package org.ssamba.compute;
