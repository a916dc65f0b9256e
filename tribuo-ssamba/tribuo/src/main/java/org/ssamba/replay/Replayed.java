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
package org.ssamba.replay;

import java.util.List;
import java.util.logging.Logger;
import org.tribuo.provenance.ModelProvenance;

/**
 * What came of a {@link Replay}.
 *
 * @param <M> the type of model
 * @param model the new model
 * @param differences where what it learned differs from the model replayed, in words; empty if all
 *     bits are the same
 * @param circumstances facts of the run that differ, such as the device or the order of the
 *     examples; they may explain the differences
 */
public record Replayed<M>(M model, List<String> differences, List<String> circumstances) {
    private static final int SHOWN = 3;

    /** Compares what was recorded of a run with what is recorded of the new one, and logs it. */
    static <M> Replayed<M> of(
            M model,
            List<String> differences,
            ModelProvenance recorded,
            ModelProvenance provenance) {
        Replayed<M> replayed =
                new Replayed<>(model, differences, RunFacts.differences(recorded, provenance));
        Logger.getLogger(Replay.class.getName()).info(replayed::toString);
        return replayed;
    }

    /**
     * Whether both models learned the same, bit by bit.
     *
     * @return whether there are no differences
     */
    public boolean sameBits() {
        return differences.isEmpty();
    }

    @Override
    public String toString() {
        if (sameBits()) {
            return "The replay gave the same bits";
        }
        return "The replay gave other bits: "
                + String.join("; ", differences.subList(0, Math.min(SHOWN, differences.size())))
                + (differences.size() > SHOWN
                        ? "; and " + (differences.size() - SHOWN) + " more"
                        : "")
                + (circumstances.isEmpty() ? "" : ". What differs: ")
                + String.join("; ", circumstances);
    }
}
