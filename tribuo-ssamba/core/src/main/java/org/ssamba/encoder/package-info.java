/**
 * The network: its shape, its parameters, and its layers with forward and backward written side by
 * side as operations on a plan. Letters in comments: B clips, L tokens, P patches, D embedding
 * width, E = 2·D inner width, N states, R rank of the step size, K convolution width.
 */
package org.ssamba.encoder;
