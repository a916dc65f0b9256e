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
package org.ssamba.compute.cuda;

import java.util.List;

/** Turns CUDA C into code for a card. Safe for use by several threads. */
interface KernelCompiler {
    /** The compiler's name and version, part of the key of the disk cache. */
    String version();

    /**
     * Compiles.
     *
     * @param name for messages.
     * @param source complete CUDA C.
     * @param options as NVRTC takes them.
     * @return a cubin.
     * @throws org.ssamba.compute.BackendException with the compiler's log if it does not compile.
     */
    byte[] compile(String name, String source, List<String> options);
}
