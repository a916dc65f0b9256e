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
package org.ssamba.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.LogRecords;
import org.ssamba.checkpoint.CheckpointFormatException;
import org.ssamba.checkpoint.NamedTensor;

/** Names as PyTorch's wrappers leave them. */
class StateDictNamesTest {
    private static Set<String> names(String... inFile) throws CheckpointFormatException {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (String name : inFile) {
            tensors.put(name, NamedTensor.of(name, new int[] {1}, 1f));
        }
        return StateDict.of(Path.of("weights.pth"), tensors).tensors().keySet();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "module.",
                "module.module.",
                "_orig_mod.",
                "model.",
                "model._orig_mod.",
                "_orig_mod.module.",
                "module.model."
            })
    void whatAllNamesBeginWithIsLeftOut(String wrappers) throws IOException {
        assertEquals(
                Set.of("mask_embed", "v.norm_f.weight"),
                names(wrappers + "mask_embed", wrappers + "v.norm_f.weight"));
    }

    @Test
    void whatSomeNamesBeginWithIsNotCertain() throws IOException {
        assertEquals(
                Set.of("model.mask_embed", "loss.weight"),
                names("model.mask_embed", "loss.weight"));
        assertThrows(
                CheckpointFormatException.class, () -> names("module.mask_embed", "mask_embed"));
    }

    @Test
    void whatIsLeftOutIsSaid() {
        List<LogRecord> logs =
                LogRecords.of(
                        StateDict.class,
                        () -> {
                            try {
                                names("_orig_mod.module.mask_embed");
                                names("module.mask_embed");
                            } catch (CheckpointFormatException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        assertEquals(1, logs.size());
        assertEquals(
                "weights.pth: all names are read without _orig_mod.module.",
                logs.get(0).getMessage());
    }
}
