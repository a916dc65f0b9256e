/**
 * Faults: runs that are killed, memory over thousands of steps, models that are closed in use,
 * hours of work. What is promised, the commands and the figures are in docs/reliability.md.
 */
package org.ssamba.it.fault;
