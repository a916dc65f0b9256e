/**
 * What audio is judged by, beside Tribuo's own evaluations: ranking measures of tags ({@link
 * org.ssamba.evaluation.AudioTaggingEvaluator}), speaker verification ({@link
 * org.ssamba.evaluation.SpeakerVerificationEvaluator}) and labels second by second ({@link
 * org.ssamba.evaluation.SceneLabellingEvaluator}), and cross-validation by groups ({@link
 * org.ssamba.evaluation.GroupCrossValidation}).
 *
 * <p>Definitions are those of scikit-learn where it has one; {@link
 * org.ssamba.evaluation.ScoreRanking} holds them. Everything here takes Tribuo's models and
 * predictions of any kind, not only this library's; another evaluation does the same.
 */
package org.ssamba.evaluation;
