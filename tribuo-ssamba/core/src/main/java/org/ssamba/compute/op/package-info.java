/**
 * The fused operations, each with its formula and shapes. Letters: B clips, L tokens, P patches (L
 * = 1 + P), D embedding width, E inner width, N states, K convolution width, R rank of the step
 * size. A leading "2" is the layer of a pair, "2, 2" layer and direction. A component whose text
 * says so may be null.
 *
 * <p>MatMul, ExtractPatches, GatherRows and its gradient, ReluBackward, ColumnSum, InfoNce and
 * SquaredError also take FLOAT32 wherever their text says ACTIVATION, for all of those tensors
 * alike: they then compute in float32 under every precision, and products read the master weights.
 */
package org.ssamba.compute.op;
