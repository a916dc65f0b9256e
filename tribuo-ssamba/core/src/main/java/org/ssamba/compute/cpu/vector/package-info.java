/**
 * CPU kernels written with the incubating vector API; loaded by name, only where the module is
 * present.
 */
package org.ssamba.compute.cpu.vector;
