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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ssamba.PretrainedEncoder;
import org.ssamba.training.Normalization;

/** Encoders, models and weights from format to format. */
@ExtendWith(TrainedTones.Once.class)
class ConvertCommandTest {
    private final TrainedTones tones;

    ConvertCommandTest(TrainedTones tones) {
        this.tones = tones;
    }

    @Test
    void conversionsThereAndBack() throws IOException {
        Path tensors = tones.folder().resolve("there.safetensors");
        Path back = tones.folder().resolve("back.ssamba");
        Ran.command("convert", tones.encoder(), tensors).ended(ExitCode.DONE);
        Ran.command("convert", tensors, back).ended(ExitCode.DONE);
        assertArrayEquals(Files.readAllBytes(tones.encoder()), Files.readAllBytes(back));
        Path graph = tones.folder().resolve("model.onnx");
        Ran.command("convert", tones.model(), graph).ended(ExitCode.DONE);
        assertTrue(Files.size(graph) > 100_000);
    }

    @Test
    void aFineTunedFileBecomesAModelByItsLabels() throws IOException {
        Path weights = tones.folder().resolve("tuned.safetensors");
        Path again = tones.folder().resolve("again.tribuo");
        Ran.command("convert", tones.model(), weights).ended(ExitCode.DONE);
        Path labels = tones.text("labels.txt", "high", "low");
        Ran.command("convert", weights, again, "--labels", labels).ended(ExitCode.DONE);
        String file = tones.recordings().resolve("low-1.wav").toString();
        assertEquals(
                Ran.command("predict", tones.model(), file).out(),
                Ran.command("predict", again, file).out());
    }

    @Test
    void weightsWithoutAllThatDescribesThemAreReadWithIt() throws IOException {
        Path weights = tones.folder().resolve("model.pth");
        Ran.command("convert", tones.model(), weights).ended(ExitCode.DONE);
        Ran bare = Ran.command("convert", weights, tones.folder().resolve("e.ssamba"));
        assertTrue(bare.ended(ExitCode.FAILED).err().contains("--frames, --stride"), bare.err());
        Path labels = tones.text("labels.txt", "high", "low");
        Path again = tones.folder().resolve("again.tribuo");
        Path encoder = tones.folder().resolve("again.ssamba");
        Ran.command("convert", weights, again, "--labels", labels, "--frames", 56, "--stride", 8)
                .ended(ExitCode.DONE);
        Ran.command("convert", weights, encoder, "--frames", 56, "--stride", 8)
                .ended(ExitCode.DONE);
        for (Path each : List.of(again, encoder)) {
            List<String> info = Ran.command("info", each).ended(ExitCode.DONE).out();
            assertTrue(info.contains("seconds: 0.56"), info.toString());
        }
    }

    @Test
    void weightsWithoutNormalizationSayWhatIsAssumedAndTakeAnother() throws IOException {
        Path weights = tones.folder().resolve("bare.pth");
        Path out = tones.folder().resolve("bare.ssamba");
        Path small = tones.folder().resolve("small.ssamba");
        Ran.command("pretrain", tones.recordings(), "--steps", 1, "--batch", 2, "-o", small)
                .ended(ExitCode.DONE);
        Ran.command("convert", small, weights).ended(ExitCode.DONE);
        Ran ran = Ran.command("convert", weights, out).ended(ExitCode.DONE);
        assertTrue(ran.err().contains("normalisation: none in the file"), ran.err());
        assertTrue(ran.err().contains("convert --normalization"), ran.err());
        Ran.command("convert", weights, out, "--normalization", "-5.5,3").ended(ExitCode.DONE);
        assertEquals(
                new Normalization(-5.5, 3), PretrainedEncoder.load(out).frontEnd().normalization());
        Ran wrong = Ran.command("convert", weights, out, "--normalization", "-5.5");
        assertTrue(wrong.ended(ExitCode.USAGE).err().contains("'-5.5'"), wrong.err());
    }
}
