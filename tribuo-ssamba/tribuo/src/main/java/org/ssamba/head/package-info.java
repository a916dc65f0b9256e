/**
 * What is predicted: how outputs become targets of the network and its scores predictions.
 *
 * <p>To predict another type of output, implement an {@link org.ssamba.head.OutputHead}, which is
 * configured, and the {@link org.ssamba.head.FittedHead} that it makes for an output domain, which
 * is saved.
 */
package org.ssamba.head;
