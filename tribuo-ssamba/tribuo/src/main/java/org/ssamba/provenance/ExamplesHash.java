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
package org.ssamba.provenance;

import java.util.List;
import org.ssamba.data.AudioReference;
import org.ssamba.data.Sha256;
import org.ssamba.head.FittedHead;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.classification.Label;
import org.tribuo.sequence.SequenceExample;

/**
 * The SHA-256 of all that is learned from: of each example, in order, the audio's own hash, which
 * part of it, the target and the weight. Sources of data hash what they read; of examples that were
 * put together by hand, or sampled, the provenance knows this alone.
 */
public final class ExamplesHash<T extends Output<T>> {
    private final Sha256 hash = Sha256.builder();
    private final FittedHead<T> head;

    private ExamplesHash(FittedHead<T> head) {
        this.head = head;
    }

    /**
     * The hash of examples.
     *
     * @param <T> the type of output.
     * @param examples in the order they are learned from.
     * @param head makes targets.
     * @return 64 lower-case hexadecimal digits.
     */
    public static <T extends Output<T>> String of(
            Iterable<Example<T>> examples, FittedHead<T> head) {
        ExamplesHash<T> all = new ExamplesHash<>(head);
        examples.forEach(all::add);
        return all.hash.hex();
    }

    /** The hash for a trainer without a head: of each output, its text. */
    public static <T extends Output<T>> String ofOutputs(Iterable<Example<T>> examples) {
        Sha256 hash = Sha256.builder();
        for (Example<T> example : examples) {
            hash.clip(AudioReference.of(example))
                    .text(Float.toString(example.getWeight()))
                    .text(example.getOutput().getSerializableForm(false));
        }
        return hash.hex();
    }

    /**
     * The hash of sequences.
     *
     * @param sequences in the order they are learned from.
     * @param head makes targets.
     * @return 64 lower-case hexadecimal digits.
     */
    public static String ofSequences(
            List<SequenceExample<Label>> sequences, FittedHead<Label> head) {
        ExamplesHash<Label> all = new ExamplesHash<>(head);
        for (SequenceExample<Label> sequence : sequences) {
            all.hash.text("sequence").text(Float.toString(sequence.getWeight()));
            sequence.forEach(all::add);
        }
        return all.hash.hex();
    }

    private void add(Example<T> example) {
        hash.clip(AudioReference.of(example)).text(Float.toString(example.getWeight()));
        float[] target = head.target(example.getOutput());
        for (int i = 0; i < target.length; i++) {
            // Of hundreds of labels few are true.
            if (target[i] != 0) {
                hash.text(i + "=" + target[i]);
            }
        }
    }
}
