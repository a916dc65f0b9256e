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

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioReference;
import org.ssamba.data.ClipList;
import org.ssamba.data.ExampleClips;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.data.SpectrogramSource;
import org.tribuo.Example;

/**
 * What an encoder is pretrained on: the clips of a corpus, or those of a trainer's own examples.
 *
 * @param size how many there are.
 * @param opener makes spectrograms of some of them.
 * @param units of each clip by number, what is held out together with it.
 * @param provenance where they come from.
 * @param contentHash of their audio, in whatever order.
 * @param orderHash of the clips one after the other: what is drawn when depends on it.
 */
public record UnlabelledClips(
        int size,
        Opener opener,
        Function<HeldOut, IntFunction<?>> units,
        ConfiguredObjectProvenance provenance,
        String contentHash,
        String orderHash) {

    /** Makes spectrograms of the clips with some numbers. */
    @FunctionalInterface
    interface Opener {
        SpectrogramClips open(SpectrogramSource source, int frames, int[] clips);
    }

    /** Clips to train on, and those held out, which may be none. */
    public record Parts(SpectrogramClips training, SpectrogramClips heldOut) {}

    /**
     * The clips of a corpus.
     *
     * @param corpus any corpus.
     * @return its clips.
     */
    public static UnlabelledClips of(AudioCorpus corpus) {
        ClipList clips = corpus.references();
        return new UnlabelledClips(
                clips.size(),
                (source, frames, chosen) ->
                        SpectrogramClips.ofReferences(source, frames, clips.selected(chosen))
                                .skipping(corpus.skippableShare()),
                what -> clip -> what.unit(clips, clip),
                corpus.getProvenance(),
                corpus.contentHash(),
                clips.orderHash());
    }

    /**
     * The clips of examples.
     *
     * @param examples that refer to audio or carry it; their outputs are ignored.
     * @return their clips.
     */
    public static UnlabelledClips of(List<? extends Example<?>> examples) {
        List<Example<?>> clips = List.copyOf(examples);
        ExampleClips own = new ExampleClips(clips);
        return new UnlabelledClips(
                clips.size(),
                (source, frames, chosen) ->
                        SpectrogramClips.ofExamples(
                                source,
                                frames,
                                Arrays.stream(chosen).<Example<?>>mapToObj(clips::get).toList()),
                what -> clip -> what.unit(clips.get(clip)),
                own.getProvenance(),
                own.contentHash(),
                ClipList.of(clips.stream().map(AudioReference::of).toList()).orderHash());
    }

    /**
     * Holds a share out, drawn at random.
     *
     * @param source of spectrograms.
     * @param frames the encoder's length.
     * @param what single clips, or groups.
     * @param share of the clips; 0 for none.
     * @param seed decides which.
     * @return both parts.
     * @throws IllegalArgumentException if the share is above 0 but of no clip, or of all; or if
     *     groups are to be held out and a clip has none.
     */
    public Parts parts(
            SpectrogramSource source, int frames, HeldOut what, double share, long seed) {
        HeldOut.Divided sides =
                share == 0
                        ? new HeldOut.Divided(HeldOut.shuffled(size, seed), new int[0])
                        : what.divide(size, units.apply(what), share, seed);
        return new Parts(
                opener.open(source, frames, sides.training()),
                opener.open(source, frames, sides.heldOut()));
    }
}
