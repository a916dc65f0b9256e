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
package org.ssamba.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;

class FifteenLinesTest {

    @TempDir private Path folder;

    @Test
    void theReadmeShowsTheLinesThatRun() throws Exception {
        ShownLines.check("README.md", FifteenLines.class);
    }

    @Test
    void theLinesLearnDigitsAndSaveTheModel() throws Exception {
        double accuracy =
                FifteenLines.run(Shell.ROOT.resolve("examples/corpus/manifest.csv"), folder, 40, 8)
                        .accuracy();
        assertTrue(accuracy > 0.3, "accuracy on ten digits " + accuracy);
        Model<?> model = Model.deserializeFromFile(folder.resolve("model.tribuo"));
        assertEquals(10, model.getOutputIDInfo().size());
    }
}
