/** Runs the notebooks in {@code examples/notebooks} without Jupyter, and writes their outputs. */
package org.ssamba.examples.notebook;
