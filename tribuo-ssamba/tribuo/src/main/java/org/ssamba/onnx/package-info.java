/**
 * Encoders and models as ONNX graphs of standard operators (opset 13, the one Tribuo exports), to
 * be served where this library is not. The front end stays outside: the graph reads normalised
 * log-mel spectrograms. Letters in comments: B clips, L tokens, D embedding width, E = 2·D inner
 * width, N states, R rank of the step size, K convolution width; f and t rows and columns of the
 * patch grid.
 */
package org.ssamba.onnx;
