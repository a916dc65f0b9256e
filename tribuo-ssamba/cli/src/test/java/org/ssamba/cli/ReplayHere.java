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

import java.io.IOException;
import java.nio.file.Path;
import org.ssamba.SSAMBAModel;
import org.ssamba.replay.Replay;
import org.ssamba.replay.Replayed;

/** A program that trains a model again from its provenance. */
final class ReplayHere {
    private ReplayHere() {}

    /** Ends with 0 if the bits are the same. */
    public static void main(String[] args) throws IOException {
        try (SSAMBAModel<?> model = SSAMBAModel.load(Path.of(args[0]))) {
            Replayed<?> replayed = Replay.of(model).train();
            System.out.println(replayed);
            System.exit(replayed.sameBits() ? ExitCode.DONE : ExitCode.FAILED);
        }
    }
}
