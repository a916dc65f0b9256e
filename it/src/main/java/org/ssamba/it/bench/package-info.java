/**
 * Benchmarks: JMH for single operations and passes, whole processes for start-up and memory.
 * Commands and figures are in docs/benchmarks.md.
 */
package org.ssamba.it.bench;
