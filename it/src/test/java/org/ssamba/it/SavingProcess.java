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
import org.tribuo.Model;

/**
 * Loads an encoder, or a model if the file's name ends with .tribuo, and saves it to the same file.
 */
public final class SavingProcess {
    private SavingProcess() {}

    /** Saves something to its file. */
    private interface Saving {
        void save() throws IOException;
    }

    /** Arguments: the file, how often to save. */
    public static void main(String[] args) throws IOException {
        Saving saving = saving(Path.of(args[0]));
        try {
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                saving.save();
                System.out.println("saved");
            }
        } catch (IOException e) {
            System.out.println("not saved: " + e.getMessage());
        }
    }

    private static Saving saving(Path file) throws IOException {
        if (file.toString().endsWith(".tribuo")) {
            Model<?> model = Model.deserializeFromFile(file);
            return () -> model.serializeToFile(file);
        }
        PretrainedEncoder encoder = PretrainedEncoder.load(file);
        return () -> encoder.save(file);
    }
}
