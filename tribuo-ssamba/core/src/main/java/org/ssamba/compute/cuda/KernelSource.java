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

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The CUDA C text of a kernel file, complete: prelude first, inclusions in place. */
final class KernelSource {
    private static final Pattern INCLUDE =
            Pattern.compile("(?m)^#include \"([A-Za-z0-9_]+\\.cuh)\"$");

    private KernelSource() {}

    /**
     * The text of a kernel file.
     *
     * @param file the resource's name without {@code .cu}.
     * @return what to compile; it includes no header.
     */
    static String of(String file) {
        StringBuilder text = new StringBuilder();
        append(read("prelude.cu"), text, new HashSet<>());
        append(read(file + ".cu"), text, new HashSet<>());
        return text.toString();
    }

    private static void append(String source, StringBuilder text, Set<String> included) {
        Matcher matcher = INCLUDE.matcher(source);
        int from = 0;
        while (matcher.find()) {
            text.append(source, from, matcher.start());
            if (included.add(matcher.group(1))) {
                append(read(matcher.group(1)), text, included);
            }
            from = matcher.end();
        }
        text.append(source, from, source.length());
    }

    private static String read(String name) {
        try (InputStream in = KernelSource.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("The jar holds no kernel text " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the kernel text " + name, e);
        }
    }
}
