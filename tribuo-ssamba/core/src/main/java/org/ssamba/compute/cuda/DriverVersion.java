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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The driver's version in words. */
final class DriverVersion {
    // "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19 …"
    private static final Pattern RELEASE = Pattern.compile("\\b(\\d{3}\\.\\d+(?:\\.\\d+)?)\\b");

    private DriverVersion() {}

    /** The driver's release where Linux tells it, and the CUDA it supports. */
    static String of(Driver driver) {
        String cuda = "CUDA " + cuda(driver.version());
        Path file = Path.of("/proc/driver/nvidia/version");
        if (!Files.isReadable(file)) {
            return cuda;
        }
        try {
            Matcher matcher = RELEASE.matcher(Files.readString(file));
            return matcher.find() ? matcher.group(1) + ", " + cuda : cuda;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** 12080 is 12.8. */
    static String cuda(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
