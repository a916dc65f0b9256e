/**
 * What pretraining and fine-tuning share: optimiser, schedules, augmentation, the loop,
 * checkpoints, listeners; the run of fine-tuning; and inference, in batches of one length or clip
 * by clip.
 */
package org.ssamba.training;
