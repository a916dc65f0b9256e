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
 * Clips of any length through a network: cut, in windows, or at their own length ({@link
 * org.ssamba.inference.ClipInference}). Users meet {@link org.ssamba.inference.AudioModel}, {@link
 * org.ssamba.inference.StreamModel}, {@link org.ssamba.inference.WindowPrediction} and {@link
 * org.ssamba.inference.WindowEmbedding}.
 *
 * <p>Another way to treat long clips belongs here; nothing else knows device and batch size. It
 * does not know encoders or models, but their configuration and weights.
 */
package org.ssamba.inference;
