/**
 * Self-supervised pretraining: masks, objectives, the plan of a step, and the run over unlabelled
 * clips. Another objective joins {@code MaskedPatchObjectives} and the plan.
 */
package org.ssamba.pretraining;
