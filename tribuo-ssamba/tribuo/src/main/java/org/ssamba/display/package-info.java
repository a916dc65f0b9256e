/**
 * Shows pictures, sounds and tables to a person: in a Jupyter notebook that the JJava kernel runs,
 * in a window, or in a file. Needs no dependency, and does not need a kernel to compile.
 */
package org.ssamba.display;
