/**
 * SSAMBA as a Tribuo plugin: the trainer, the pretrainer, the model and the feature extractor that
 * users touch.
 */
package org.ssamba;
