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
 * Why a model predicts what it does: regions of a spectrogram are hidden and scores compared
 * ({@link org.ssamba.explain.Occlusion}). Users meet {@link org.ssamba.explain.SpectrogramRegion}
 * in the excuses of a model.
 *
 * <p>Other explanations belong here. It does not know heads or models: what it needs are scores by
 * name.
 */
package org.ssamba.explain;
