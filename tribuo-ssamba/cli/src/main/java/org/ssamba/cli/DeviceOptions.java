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
package org.ssamba.cli;

import org.ssamba.ComputeDevice;
import org.ssamba.settings.SettingException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where to compute. */
final class DeviceOptions {
    @Option(
            names = "--device",
            paramLabel = "AUTO|CPU|CUDA",
            converter = Name.class,
            description =
                    "AUTO takes an NVIDIA GPU if there is one; CUDA fails if there is none."
                            + " cuda:0,1 or cuda:all takes several.")
    private String device = "auto";

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "Threads of the CPU; as many as processors if not given.")
    private int threads;

    /** The name of a device, which is not opened yet. */
    static final class Name implements ITypeConverter<String> {
        /** Used by picocli. */
        Name() {}

        @Override
        public String convert(String text) {
            try {
                ComputeDevice.of(text);
                return text;
            } catch (SettingException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Used by picocli. */
    DeviceOptions() {}

    ComputeDevice device() {
        return ComputeDevice.of(device, ComputeDevice.Numbers.AUTO, threads);
    }
}
