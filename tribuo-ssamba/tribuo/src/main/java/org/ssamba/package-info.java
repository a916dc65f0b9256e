/**
 * SSAMBA as a Tribuo plugin: what users touch.
 *
 * <ul>
 *   <li>Training: {@link org.ssamba.SSAMBAPretrainer}, {@link org.ssamba.SSAMBATrainer} and {@link
 *       org.ssamba.SSAMBASequenceTrainer}, their recipes, {@link org.ssamba.EncoderShape} and
 *       {@link org.ssamba.ComputeDevice}. A call of a trainer is a {@code StartingPoint}, a split
 *       and a {@code FineTuning}; a new setting belongs to a recipe.
 *   <li>Trained: {@link org.ssamba.PretrainedEncoder}, {@link org.ssamba.SSAMBAModel} and {@link
 *       org.ssamba.SSAMBASequenceModel}. The models hold a {@code TrainedNetwork}, and every
 *       encoder or model runs in a {@code ClipInference}, which alone knows device and batch size.
 *   <li>Embedding: {@link org.ssamba.AudioEmbedder} for vectors, {@link
 *       org.ssamba.SSAMBAFeatureExtractor} for features of other trainers.
 *   <li>Files: {@code ModelContent} and {@code EncoderFiles} for the library's own, {@link
 *       org.ssamba.PublishedCheckpoint} and {@code StateDict} for those of the published code.
 * </ul>
 *
 * What an output is goes to {@code head}, what a clip is to {@code data}, what a layer computes to
 * {@code encoder}.
 */
package org.ssamba;
