/**
 * SSAMBA as a Tribuo plugin: what users touch.
 *
 * <ul>
 *   <li>Training: {@link org.ssamba.SSAMBAPretrainer}, {@link org.ssamba.SSAMBATrainer} and {@link
 *       org.ssamba.SSAMBASequenceTrainer}, their recipes, {@link org.ssamba.EncoderShape} and
 *       {@link org.ssamba.ComputeDevice}. A call of a trainer is a {@code StartingPoint}, a split
 *       and a {@code FineTuning}; a new setting belongs to a recipe.
 *   <li>Trained: {@link org.ssamba.PretrainedEncoder}, {@link org.ssamba.SSAMBAModel} and {@link
 *       org.ssamba.SSAMBASequenceModel}. The models hold a {@code TrainedNetwork}.
 *   <li>Files: {@code ModelContent} and {@code EncoderFiles}.
 * </ul>
 *
 * <p>The rooms around it do not know it, but for {@link org.ssamba.features} above: {@link
 * org.ssamba.published} reads files of weights, {@link org.ssamba.inference} runs networks, {@link
 * org.ssamba.split} holds clips out, {@link org.ssamba.explain} explains, {@link
 * org.ssamba.serialization} and {@link org.ssamba.provenance} hold what files and runs share. What
 * an output is goes to {@link org.ssamba.head}, what a clip is to {@link org.ssamba.data}, what a
 * layer computes to {@link org.ssamba.encoder}.
 *
 * <p>Here lie at most 15 public classes, and those that need their constructors. Names of enums,
 * models, encoders and provenance stand in saved files and stay.
 */
package org.ssamba;
