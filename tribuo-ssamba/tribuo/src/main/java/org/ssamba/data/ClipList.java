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

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * References to clips by number, which may be made when they are asked for: a list of ten million
 * takes no object for each. Immutable.
 */
public abstract class ClipList extends AbstractList<AudioReference> implements RandomAccess {
    /** For lists of this package. */
    ClipList() {}

    /**
     * A list of references that exist.
     *
     * @param references in any list; copied unless it is a list of clips already
     * @return the same clips
     */
    public static ClipList of(List<AudioReference> references) {
        return references instanceof ClipList clips
                ? clips
                : new Held(List.copyOf(references), null);
    }

    /**
     * A list of references with groups.
     *
     * @param references copied
     * @param groups of each, null where it has none; not copied, not to be changed
     * @return the clips
     */
    static ClipList of(List<AudioReference> references, List<String> groups) {
        return new Held(List.copyOf(references), groups);
    }

    /**
     * The group of a clip: speaker, recording or fold.
     *
     * @param clip from 0 to size - 1
     * @return null where it has none
     */
    public String group(int clip) {
        return null;
    }

    /**
     * The length of a clip.
     *
     * @param clip from 0 to size - 1
     * @return in seconds
     */
    public double seconds(int clip) {
        return get(clip).durationSeconds();
    }

    /** Which audio a clip is, see {@link AudioReference#contentLine}. */
    String contentLine(int clip) {
        return get(clip).contentLine();
    }

    /**
     * The length of all clips together.
     *
     * @return in seconds
     */
    public double seconds() {
        double seconds = 0;
        for (int clip = 0; clip < size(); clip++) {
            seconds += seconds(clip);
        }
        return seconds;
    }

    /**
     * The hash of the clips one after the other.
     *
     * @return a SHA-256, 64 lower-case hexadecimal digits
     */
    public String orderHash() {
        Sha256 hash = Sha256.builder();
        for (int clip = 0; clip < size(); clip++) {
            hash.text(contentLine(clip));
        }
        return hash.hex();
    }

    /**
     * Some of the clips.
     *
     * @param clips their numbers; not copied, not to be changed
     * @return these clips, in this order
     */
    public ClipList selected(int[] clips) {
        return new Selected(this, clips);
    }

    /** The clips of several lists, one list after the other. */
    static ClipList joined(List<ClipList> lists) {
        return lists.size() == 1 ? lists.get(0) : new Joined(lists);
    }

    /** The clips themselves. */
    List<ClipAudio> audio() {
        return new Audio(this);
    }

    private static final class Held extends ClipList {
        private final List<AudioReference> references;
        private final List<String> groups;

        Held(List<AudioReference> references, List<String> groups) {
            this.references = references;
            this.groups = groups;
        }

        @Override
        public String group(int clip) {
            return groups == null ? null : groups.get(clip);
        }

        @Override
        public AudioReference get(int clip) {
            return references.get(clip);
        }

        @Override
        public int size() {
            return references.size();
        }
    }

    private static final class Joined extends ClipList {
        private final List<ClipList> lists;

        /** The first clip of each list, and one past the last. */
        private final int[] starts;

        Joined(List<ClipList> lists) {
            this.lists = List.copyOf(lists);
            this.starts = new int[lists.size() + 1];
            for (int i = 0; i < lists.size(); i++) {
                starts[i + 1] = Math.addExact(starts[i], lists.get(i).size());
            }
        }

        /** The list of a clip: the last that begins at it or before, since some may be empty. */
        private int list(int clip) {
            int found = Arrays.binarySearch(starts, Objects.checkIndex(clip, size()));
            int list = found < 0 ? -found - 2 : found;
            while (starts[list + 1] <= clip) {
                list++;
            }
            return list;
        }

        @Override
        public AudioReference get(int clip) {
            int list = list(clip);
            return lists.get(list).get(clip - starts[list]);
        }

        @Override
        public String group(int clip) {
            int list = list(clip);
            return lists.get(list).group(clip - starts[list]);
        }

        @Override
        public double seconds(int clip) {
            int list = list(clip);
            return lists.get(list).seconds(clip - starts[list]);
        }

        @Override
        public double seconds() {
            return lists.stream().mapToDouble(ClipList::seconds).sum();
        }

        @Override
        String contentLine(int clip) {
            int list = list(clip);
            return lists.get(list).contentLine(clip - starts[list]);
        }

        @Override
        public int size() {
            return starts[lists.size()];
        }
    }

    private static final class Selected extends ClipList {
        private final ClipList all;
        private final int[] chosen;

        Selected(ClipList all, int[] chosen) {
            this.all = all;
            this.chosen = chosen;
        }

        @Override
        public AudioReference get(int clip) {
            return all.get(chosen[clip]);
        }

        @Override
        public double seconds(int clip) {
            return all.seconds(chosen[clip]);
        }

        @Override
        public String group(int clip) {
            return all.group(chosen[clip]);
        }

        @Override
        String contentLine(int clip) {
            return all.contentLine(chosen[clip]);
        }

        @Override
        public int size() {
            return chosen.length;
        }
    }

    private static final class Audio extends AbstractList<ClipAudio> implements RandomAccess {
        private final ClipList clips;

        Audio(ClipList clips) {
            this.clips = clips;
        }

        @Override
        public ClipAudio get(int clip) {
            return ClipAudio.of(clips.get(clip));
        }

        @Override
        public int size() {
            return clips.size();
        }
    }
}
