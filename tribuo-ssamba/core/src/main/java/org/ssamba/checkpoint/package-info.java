/**
 * Files of weights: NumPy's {@code .npy} and {@code .npz}, PyTorch's {@code .pth} and safetensors.
 *
 * <p>Everything here deals in {@link org.ssamba.checkpoint.NamedTensor}s and knows nothing of the
 * network they belong to. Reading trusts no number in a file: sizes are checked against the bytes
 * that are there before memory is taken for them, and a file is either read whole or refused with a
 * {@link org.ssamba.checkpoint.CheckpointFormatException}. Writing goes through {@link
 * org.ssamba.checkpoint.AtomicFile}: the new file is complete or the old one is still there.
 */
package org.ssamba.checkpoint;
