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
package org.ssamba.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.ssamba.compute.Backend;
import org.ssamba.compute.OutOfDeviceMemoryException;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.WeightTransfer;

/**
 * A network that reads each clip at its own number of patches: clips of one length go together,
 * with position embeddings cut or interpolated for them. Thread-safe. What the last few lengths
 * need is kept; each length has a copy of the weights.
 */
public final class OwnLengthRunner implements AutoCloseable {
    /** Lengths that stay ready. */
    static final int KEPT = 4;

    private final Backend backend;
    private final Function<EncoderConfig, SupervisedNetwork> networks;
    private final SupervisedNetwork network;
    private final float[] weights;
    private final Normalization normalization;
    private final int largestBatch;

    /** By frames, the least recently used first. */
    private final Map<Integer, InferenceRunner> runners = new LinkedHashMap<>(8, 0.75f, true);

    /**
     * Nothing is put on the backend yet.
     *
     * @param backend where to run; closed by its owner, after this.
     * @param config the encoder as it was trained.
     * @param networks makes the network for an encoder of another length.
     * @param weights of the network for {@code config}.
     * @param normalization of the clips.
     * @param largestBatch clips a run at most, at least 1; fewer are taken if clips are long.
     */
    public OwnLengthRunner(
            Backend backend,
            EncoderConfig config,
            Function<EncoderConfig, SupervisedNetwork> networks,
            float[] weights,
            Normalization normalization,
            int largestBatch) {
        this.backend = backend;
        this.networks = networks;
        this.network = networks.apply(config);
        this.weights = weights;
        this.normalization = normalization;
        this.largestBatch = largestBatch;
    }

    /**
     * Runs clips.
     *
     * @param clips what to run.
     * @param frames the length of each; zero-padded to whole patches.
     * @return embeddings and scores by clip.
     */
    public synchronized InferenceRunner.Result run(ClipLoader clips, int[] frames) {
        EncoderConfig config = network.encoder().config();
        Map<Integer, List<Integer>> byLength = new TreeMap<>();
        for (int clip = 0; clip < frames.length; clip++) {
            byLength.computeIfAbsent(config.framesToCover(frames[clip]), f -> new ArrayList<>())
                    .add(clip);
        }
        float[][] embeddings = new float[frames.length][];
        float[][] scores = network.head() == null ? null : new float[frames.length][];
        byLength.forEach(
                (length, members) -> {
                    InferenceRunner.Result result = run(length, new Some(clips, members));
                    for (int i = 0; i < members.size(); i++) {
                        embeddings[members.get(i)] = result.embeddings()[i];
                        if (scores != null) {
                            scores[members.get(i)] = result.scores()[i];
                        }
                    }
                });
        return new InferenceRunner.Result(embeddings, scores);
    }

    private record Some(ClipLoader clips, List<Integer> members) implements ClipLoader {
        @Override
        public int size() {
            return members.size();
        }

        @Override
        public void load(int clip, float[] logMel) {
            clips.load(members.get(clip), logMel);
        }
    }

    /** Where memory is short, the other lengths make room. */
    private InferenceRunner.Result run(int frames, ClipLoader clips) {
        try {
            return runner(frames).run(clips);
        } catch (OutOfDeviceMemoryException e) {
            boolean alone = runners.isEmpty() || runners.keySet().equals(Set.of(frames));
            close();
            if (alone) {
                throw e;
            }
            return runner(frames).run(clips);
        }
    }

    private InferenceRunner runner(int frames) {
        InferenceRunner known = runners.get(frames);
        if (known != null) {
            return known;
        }
        if (runners.size() == KEPT) {
            runners.remove(runners.keySet().iterator().next()).close();
        }
        EncoderConfig config = network.encoder().config();
        EncoderConfig resized = config.withFrames(frames);
        SupervisedNetwork fitting = networks.apply(resized);
        float[] arena =
                WeightTransfer.resized(
                        fitting.layout(), resized, network.layout(), config, weights);
        InferenceRunner runner =
                new InferenceRunner(backend, fitting, arena, normalization, largestBatch);
        runners.put(frames, runner);
        return runner;
    }

    /** How many lengths are ready. */
    synchronized int kept() {
        return runners.size();
    }

    @Override
    public synchronized void close() {
        runners.values().forEach(InferenceRunner::close);
        runners.clear();
    }
}
