/**
 * Pictures of a training run as PNG files: loss curves, spectrograms, masked and reconstructed
 * spectrograms, confusion matrices. Needs no display. On one Java and one set of fonts the same
 * input gives the same bytes.
 */
package org.ssamba.examples.plot;
