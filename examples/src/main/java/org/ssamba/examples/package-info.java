/**
 * Programs to copy from: the quick start and its short form, a measurement of what pretraining
 * gains, embeddings for Tribuo's trainers, and explanations of predictions.
 */
package org.ssamba.examples;
