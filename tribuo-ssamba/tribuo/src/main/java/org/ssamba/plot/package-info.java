/**
 * Pictures of training runs and of their results: curves, confusion matrices, spectrograms with
 * what was masked, reconstructed or decisive, maps of embeddings. Needs no display. Curves,
 * matrices and maps are drawn by XChart, which is optional: add {@code org.knowm.xchart:xchart} to
 * the class path to use them. On one Java and one set of fonts the same input gives the same
 * picture.
 */
package org.ssamba.plot;
