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
package org.ssamba.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.logging.Logger;
import org.ssamba.data.ClipInventory.Clip;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.multilabel.MultiLabel;

/**
 * The clips of a data source with their outputs, made into fresh examples at each iteration, since
 * examples can be written to.
 */
final class LabelledExamples<T extends Output<T>> implements Iterable<Example<T>> {
    private static final Logger logger = Logger.getLogger(LabelledExamples.class.getName());

    private final ClipInventory inventory;
    private final List<T> outputs;

    /**
     * Makes the outputs; equal labels share one.
     *
     * @param inventory the clips
     * @param output makes a clip's output
     */
    LabelledExamples(ClipInventory inventory, Function<ListedClip, T> output) {
        this.inventory = inventory;
        this.outputs = new ArrayList<>(inventory.clips().size());
        Map<String, T> known = new HashMap<>();
        for (Clip clip : inventory.clips()) {
            T made = known.get(clip.listed().label());
            if (made == null) {
                made = output.apply(clip.listed());
                known.put(clip.listed().label(), made);
            }
            outputs.add(made);
        }
        LabelText.warnOfSimilar(known.keySet());
        warnOfContradictions(inventory.clips());
    }

    /** The same audio under two labels, by whatever names, teaches the model nothing. */
    private static void warnOfContradictions(List<Clip> clips) {
        Map<String, ListedClip> byAudio = new HashMap<>();
        int count = 0;
        String first = null;
        for (Clip clip : clips) {
            ListedClip listed = clip.listed();
            ListedClip before = byAudio.putIfAbsent(clip.reference().contentLine(), listed);
            if (before != null && !Objects.equals(before.label(), listed.label())) {
                count++;
                first = first == null ? before.describe() + " and " + listed.describe() : first;
            }
        }
        if (count > 0) {
            logger.warning(
                    "The same audio has different labels in "
                            + first
                            + (count == 1 ? "" : " and " + (count - 1) + " more clips"));
        }
    }

    /**
     * An output of labels as they are written.
     *
     * @throws IllegalArgumentException from the factory, or an IllegalStateException, if they are
     *     no output.
     */
    static <T extends Output<T>> T output(OutputFactory<T> factory, List<String> labels) {
        // MultiLabelFactory takes a text apart at its commas, but refuses them in a list.
        return labels.size() == 1 && factory.getTypeWitness() != MultiLabel.class
                ? factory.generateOutput(labels.get(0))
                : factory.generateOutput(labels);
    }

    int size() {
        return outputs.size();
    }

    List<SkippedAudio> skipped() {
        return inventory.skipped();
    }

    @Override
    public Iterator<Example<T>> iterator() {
        Iterator<Clip> clips = inventory.clips().iterator();
        Iterator<T> made = outputs.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return clips.hasNext();
            }

            @Override
            public Example<T> next() {
                Clip clip = clips.next();
                return example(made.next(), clip);
            }
        };
    }

    private static <T extends Output<T>> Example<T> example(T output, Clip clip) {
        ListedClip listed = clip.listed();
        Map<String, String> further = new HashMap<>();
        further.put(Example.NAME, listed.name());
        if (listed.group() != null) {
            further.put(AudioExamples.GROUP_KEY, listed.group());
        }
        if (listed.split() != null) {
            further.put(AudioExamples.SPLIT_KEY, listed.split());
        }
        return AudioExamples.create(output, clip.reference(), further);
    }
}
