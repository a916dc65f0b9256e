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

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.tribuo.Example;

/** What early stopping holds out of the training data to judge epochs by. */
public enum HeldOut {
    /** Single clips, drawn at random. */
    CLIPS,
    /**
     * All clips of a group: of a speaker or a recording. The epoch kept is then the one that does
     * best on groups not trained on, as a test on other speakers asks for. Groups are drawn at
     * random until they have at least the share of the clips; every example must have the metadata
     * {@link AudioExamples#GROUP_KEY}, which manifests give it.
     */
    GROUPS;

    /**
     * Draws what is held out.
     *
     * @param shuffled clips, or sequences of clips, in random order.
     * @param example the example that says what one of them is part of.
     * @param least of how many.
     * @return what {@link #unit} says of those held out.
     * @throws IllegalArgumentException if an example has no group.
     */
    <E> Set<Object> draw(List<E> shuffled, Function<E, Example<?>> example, int least) {
        Set<Object> drawn = new HashSet<>();
        if (this == CLIPS) {
            // Bagging draws clips more than once; each time counts.
            shuffled.subList(0, least).forEach(each -> drawn.add(unit(example.apply(each))));
            return drawn;
        }
        Map<Object, Integer> sizes = new HashMap<>();
        shuffled.forEach(each -> sizes.merge(unit(example.apply(each)), 1, Integer::sum));
        int count = 0;
        for (int i = 0; i < shuffled.size() && count < least; i++) {
            Object group = unit(example.apply(shuffled.get(i)));
            count += drawn.add(group) ? sizes.get(group) : 0;
        }
        return drawn;
    }

    /** Whatever stays on one side with an example: the clip itself, or its group. */
    Object unit(Example<?> example) {
        if (this == CLIPS) {
            return AudioReference.of(example);
        }
        // As text, which is what saving a data set leaves of a group.
        return example.getMetadataValue(AudioExamples.GROUP_KEY)
                .map(Object::toString)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        AudioReference.of(example).uri()
                                                + " has no group, so that groups cannot be held"
                                                + " out: give the manifest a group column without"
                                                + " empty cells, set the metadata "
                                                + AudioExamples.GROUP_KEY
                                                + ", or hold out CLIPS"));
    }
}
