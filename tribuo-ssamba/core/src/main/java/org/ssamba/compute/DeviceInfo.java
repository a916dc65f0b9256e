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

import java.util.Map;

/**
 * What a backend runs on.
 *
 * @param backend "cpu" or "cuda".
 * @param name the device's own name.
 * @param precision how activations are kept.
 * @param details further facts by name, such as library versions, in a fixed order.
 */
public record DeviceInfo(
        String backend, String name, Precision precision, Map<String, String> details) {
    /** The detail that counts the changes of what a GPU's fused kernels round. */
    public static final String KERNELS = "fused kernels revision";
}
