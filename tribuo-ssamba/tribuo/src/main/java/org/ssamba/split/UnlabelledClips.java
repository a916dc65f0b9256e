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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioReference;
import org.ssamba.data.ExampleClips;
import org.ssamba.data.Sha256;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.data.SpectrogramSource;
import org.ssamba.encoder.RandomStreams;
import org.tribuo.Example;

/**
 * What an encoder is pretrained on: the clips of a corpus, or those of a trainer's own examples.
 *
 * @param clips in the order they were found.
 * @param opener makes spectrograms of some of them.
 * @param provenance where they come from.
 * @param contentHash of their audio, in whatever order.
 * @param orderHash of the clips one after the other: what is drawn when depends on it.
 */
public record UnlabelledClips<C>(
        List<C> clips,
        Opener<C> opener,
        ConfiguredObjectProvenance provenance,
        String contentHash,
        String orderHash) {

    /** Makes spectrograms of clips. */
    @FunctionalInterface
    interface Opener<C> {
        SpectrogramClips open(SpectrogramSource source, int frames, List<C> clips);
    }

    /** Clips to train on, and those held out, which may be none. */
    public record Parts(SpectrogramClips training, SpectrogramClips heldOut) {}

    /**
     * The clips of a corpus.
     *
     * @param corpus any corpus.
     * @return its clips.
     */
    public static UnlabelledClips<AudioReference> of(AudioCorpus corpus) {
        return new UnlabelledClips<>(
                corpus.references(),
                SpectrogramClips::ofReferences,
                corpus.getProvenance(),
                corpus.contentHash(),
                orderHash(corpus.references().stream()));
    }

    /**
     * The clips of examples.
     *
     * @param examples that refer to audio or carry it; their outputs are ignored.
     * @return their clips.
     */
    public static UnlabelledClips<Example<?>> of(List<? extends Example<?>> examples) {
        ExampleClips own = new ExampleClips(examples);
        return new UnlabelledClips<>(
                List.copyOf(examples),
                SpectrogramClips::ofExamples,
                own.getProvenance(),
                own.contentHash(),
                orderHash(examples.stream().map(AudioReference::of)));
    }

    private static String orderHash(Stream<AudioReference> clips) {
        Sha256 hash = Sha256.builder();
        clips.forEach(hash::clip);
        return hash.hex();
    }

    /** Holds a share out, drawn at random. */
    public Parts parts(SpectrogramSource source, int frames, double heldOutShare, long seed) {
        List<C> order = new ArrayList<>(clips);
        RandomStreams.shuffle(order, RandomStreams.stream(seed, "held out", 0, 0));
        int held = (int) (heldOutShare * order.size());
        return new Parts(
                opener.open(source, frames, order.subList(held, order.size())),
                opener.open(source, frames, order.subList(0, held)));
    }
}
