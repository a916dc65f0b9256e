/*
 * Copyright 2026 The tribuo-ssamba authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
/**
 * Embeddings and other features of a fixed length from audio: vectors ({@link
 * org.ssamba.features.AudioEmbedder}), and features for any Tribuo trainer, with what extracts them
 * ({@link org.ssamba.features.AudioFeatureExtractor}), a data source that replaces clips by their
 * features and caches them ({@link org.ssamba.features.AudioFeatureDataSource}), a trainer of clips
 * around any other ({@link org.ssamba.features.AudioFeatureTrainer}), and a processor of columns
 * that hold paths of audio files ({@link org.ssamba.features.AudioFieldProcessor}).
 *
 * <p>Other features are another extractor, such as {@link
 * org.ssamba.features.LogMelStatisticsExtractor} without a network and {@link
 * org.ssamba.features.SSAMBAFeatureExtractor} with an encoder. It uses encoders as any user does;
 * trainers and models do not know it.
 */
package org.ssamba.features;
