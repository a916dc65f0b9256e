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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.head.LabelHead;
import org.tribuo.Model;
import org.tribuo.classification.Label;

/** Loading a model says at once what a file is. */
class ModelFileTest {
    @TempDir private Path folder;
    private Path file;
    private SSAMBAModel<Label> model;

    @BeforeEach
    void train() throws IOException {
        model =
                new SSAMBATrainer<>(
                                new LabelHead(),
                                EncoderShape.tiny().size(8, 2).frames(48),
                                new FineTuningRecipe().epochs(1))
                        .train(ToneExamples.carried(4, 1));
        file = folder.resolve("model.tribuo");
        model.serializeToFile(file);
    }

    private static String refused(Path file) {
        return assertThrows(IllegalStateException.class, () -> SSAMBAModel.load(file)).getMessage();
    }

    @Test
    void aModelIsReadAsItWasSaved() throws IOException {
        assertArrayEquals(model.encoder().arena(), SSAMBAModel.load(file).encoder().arena());
    }

    @Test
    void anEncoderIsNamedAsOne() throws IOException {
        Path encoder = folder.resolve("encoder.ssamba");
        model.encoder().save(encoder);
        assertTrue(refused(encoder).contains("encoder, which PretrainedEncoder.load reads"));
        Throwable byTribuo =
                assertThrows(IllegalStateException.class, () -> Model.deserializeFromFile(encoder));
        while (byTribuo.getCause() != null) { // Tribuo wraps the reason twice.
            byTribuo = byTribuo.getCause();
        }
        assertTrue(byTribuo.getMessage().contains("PretrainedEncoder.load"), byTribuo.getMessage());
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        Path missing = folder.resolve("missing.tribuo");
        String message =
                assertThrows(IOException.class, () -> SSAMBAModel.load(missing)).getMessage();
        assertTrue(message.startsWith("There is no file"), message);
    }

    @Test
    void theReasonOfDamageIsOnTop() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        // Most of the file is weights.
        bytes[bytes.length / 2] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged.tribuo"), bytes);
        assertTrue(refused(damaged).contains("SHA-256"), refused(damaged));
        Path text = Files.writeString(folder.resolve("page.tribuo"), "<html>not found</html>");
        assertTrue(refused(text).contains("it is text"), refused(text));
    }
}
