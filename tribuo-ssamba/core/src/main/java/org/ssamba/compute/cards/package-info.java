/**
 * Several cards of one machine as one backend: each computes a share of a training batch, or whole
 * batches in turn. What they are, and how they add up gradients, is the business of the backends it
 * is made of.
 */
package org.ssamba.compute.cards;
