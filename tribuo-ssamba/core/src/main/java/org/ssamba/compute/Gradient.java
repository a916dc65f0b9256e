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
package org.ssamba.compute;

/**
 * Where an operation writes the gradient of a parameter.
 *
 * @param tensor the gradient, float32, shaped as the parameter.
 * @param accumulate whether to add to what is there (the parameter is used more than once in the
 *     plan) instead of overwriting it.
 */
public record Gradient(Tensor tensor, boolean accumulate) {}
