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
package org.ssamba.split;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.data.ClipList;
import org.ssamba.encoder.RandomStreams;
import org.ssamba.settings.SettingException;
import org.tribuo.Example;

/** What is held out of the training data to judge epochs, or an encoder in pretraining, by. */
public enum HeldOut {
    /** Single clips, drawn at random. */
    CLIPS,
    /**
     * All clips of a group: of a speaker or a recording. What is judged best is then what does best
     * on groups not trained on, as a test on other speakers asks for. Groups are drawn at random
     * until they have at least the share of the clips; every clip must have a group: in the column
     * of a manifest, or as the metadata {@link AudioExamples#GROUP_KEY} of an example.
     */
    GROUPS;

    /**
     * Checks a recipe.
     *
     * @param share of the clips that it holds out.
     * @throws SettingException if groups are asked for, but no share.
     */
    public void requireShare(double share) {
        if (this == GROUPS && share == 0) {
            throw new SettingException(
                    "heldOut",
                    "whole groups can only be held out if a share of the clips is: set a"
                            + " validationShare, or hold out CLIPS");
        }
    }

    /** The numbers of what is learned from, and of what is held out, both in random order. */
    record Divided(int[] training, int[] heldOut) {
        static <E> List<E> of(int[] chosen, List<E> all) {
            return Arrays.stream(chosen).mapToObj(all::get).toList();
        }
    }

    /**
     * Holds a share out, drawn at random.
     *
     * @param size how many clips, or sequences of clips, there are.
     * @param units of each, what stays on one side with it.
     * @param share above 0, below 1.
     * @param seed decides which.
     * @return both sides.
     * @throws IllegalArgumentException if the share is of none, or of all.
     */
    Divided divide(int size, IntFunction<?> units, double share, long seed) {
        int least = (int) (share * size);
        if (least == 0 || least == size) {
            throw new IllegalArgumentException(
                    "A validationShare of "
                            + share
                            + " holds out "
                            + least
                            + " of "
                            + size
                            + " examples; it must hold out at least one and leave one");
        }
        int[] order = shuffled(size, seed);
        Set<Object> drawn = draw(order, units, least);
        int[] training =
                Arrays.stream(order).filter(clip -> !drawn.contains(units.apply(clip))).toArray();
        if (training.length == 0) {
            throw new IllegalArgumentException(
                    "A validationShare of "
                            + share
                            + " holds out every "
                            + (this == CLIPS ? "distinct clip" : "group of clips")
                            + ": lower it, or add "
                            + (this == CLIPS ? "clips" : "clips of other groups"));
        }
        return new Divided(
                training,
                Arrays.stream(order).filter(clip -> drawn.contains(units.apply(clip))).toArray());
    }

    /** The order in which clips are drawn, without an object for each. */
    static int[] shuffled(int size, long seed) {
        SplittableRandom random = RandomStreams.stream(seed, "held out", 0, 0);
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        for (int i = size - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return order;
    }

    private Set<Object> draw(int[] order, IntFunction<?> units, int least) {
        Map<Object, Integer> sizes = new HashMap<>();
        if (this == GROUPS) {
            for (int clip : order) {
                sizes.merge(units.apply(clip), 1, Integer::sum);
            }
        }
        Set<Object> drawn = new HashSet<>();
        int count = 0;
        for (int i = 0; count < least; i++) {
            Object unit = units.apply(order[i]);
            // Bagging draws clips more than once; each time counts.
            count += this == CLIPS ? 1 : 0;
            count += drawn.add(unit) ? sizes.getOrDefault(unit, 0) : 0;
        }
        return drawn;
    }

    /** Whatever stays on one side with a clip of a corpus: the clip itself, or its group. */
    Object unit(ClipList clips, int clip) {
        if (this == CLIPS) {
            return clips.get(clip);
        }
        String group = clips.group(clip);
        if (group == null) {
            throw noGroup(clips.get(clip));
        }
        return group;
    }

    /** Whatever stays on one side with an example: the clip itself, or its group. */
    Object unit(Example<?> example) {
        if (this == CLIPS) {
            return AudioReference.of(example);
        }
        // As text, which is what saving a data set leaves of a group.
        return example.getMetadataValue(AudioExamples.GROUP_KEY)
                .map(Object::toString)
                .orElseThrow(() -> noGroup(AudioReference.of(example)));
    }

    private static IllegalArgumentException noGroup(AudioReference clip) {
        return new IllegalArgumentException(
                clip.uri()
                        + " has no group, so that groups cannot be held out: give the manifest a"
                        + " group column without empty cells, set the metadata "
                        + AudioExamples.GROUP_KEY
                        + ", or hold out CLIPS");
    }
}
