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
 * Training a model again from what it says of itself, and comparing: the data before, the bits
 * after ({@link org.ssamba.replay.Replay}).
 *
 * <p>Another way to record a split is rebuilt in {@code RebuiltData}, another kind of model
 * compared in {@code LearnedBits}. Nothing else of the library knows this package.
 */
package org.ssamba.replay;
