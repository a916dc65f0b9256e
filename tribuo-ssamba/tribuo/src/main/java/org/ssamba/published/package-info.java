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
 * Files of weights under the names of the published code (docs/model.md, section 10): state dicts
 * as that code writes them, and safetensors that also describe themselves. Users touch {@link
 * org.ssamba.published.PublishedCheckpoint} and {@link org.ssamba.published.CheckpointOptions}.
 *
 * <p>Other names for the same tensors, and other files that hold them, belong here. It reads shapes
 * and numbers and does not know encoders or models: these are made of a checkpoint in {@code
 * org.ssamba}.
 */
package org.ssamba.published;
