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
package org.ssamba.it;

import java.io.IOException;
import java.nio.file.Path;
import org.ssamba.PretrainedEncoder;

/** Loads an encoder and saves it over itself. */
public final class SavingProcess {
    private SavingProcess() {}

    /** Argument: the encoder's file. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        PretrainedEncoder encoder = PretrainedEncoder.load(file);
        try {
            encoder.save(file);
            System.out.println("saved");
        } catch (IOException e) {
            System.out.println("not saved: " + e.getMessage());
        }
    }
}
