/**
 * A bridge to ND4J for people who look at spectrograms and embeddings as {@code INDArray};
 * optional: add ND4J with a native part to the class path to use it.
 */
package org.ssamba.nd4j;
