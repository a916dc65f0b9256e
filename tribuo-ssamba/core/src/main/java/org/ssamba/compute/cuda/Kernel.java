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

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A kernel: an entry point of a CUDA C file under given macros.
 *
 * @param variant the file and the macros, compiled as one module.
 * @param entry the name of the {@code extern "C"} function.
 */
record Kernel(Variant variant, String entry) {

    /**
     * A file compiled under given macros.
     *
     * @param file the resource's name without {@code .cu}.
     * @param macros name to value.
     */
    record Variant(String file, SortedMap<String, String> macros) {}

    /**
     * A kernel named like its file.
     *
     * @param file the resource's name without {@code .cu}.
     * @param macros name to value.
     * @return the kernel.
     */
    static Kernel of(String file, Map<String, ?> macros) {
        return of(file, file, macros);
    }

    /**
     * A kernel.
     *
     * @param file the resource's name without {@code .cu}.
     * @param entry the function.
     * @param macros name to value.
     * @return the kernel.
     */
    static Kernel of(String file, String entry, Map<String, ?> macros) {
        TreeMap<String, String> text = new TreeMap<>();
        macros.forEach((name, value) -> text.put(name, value.toString()));
        return new Kernel(new Variant(file, text), entry);
    }
}
