/**
 * What pretraining and fine-tuning share: optimiser, schedules, the loop, checkpoints, listeners.
 */
package org.ssamba.training;
