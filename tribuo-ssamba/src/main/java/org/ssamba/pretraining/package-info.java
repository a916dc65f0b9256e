/** Self-supervised pretraining: masks, objectives, and the run over unlabelled clips. */
package org.ssamba.pretraining;
