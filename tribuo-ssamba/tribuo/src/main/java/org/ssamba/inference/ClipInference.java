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
package org.ssamba.inference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioWindow;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.compute.Backend;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.data.SpectrogramSource;
import org.ssamba.data.VerifiedAudio;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.Pooling;
import org.ssamba.encoder.WeightTransfer;
import org.ssamba.explain.Occlusion;
import org.ssamba.training.ClipLoader;
import org.ssamba.training.FrontEnd;
import org.ssamba.training.SupervisedNetwork;
import org.ssamba.work.Work;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkReport;
import org.tribuo.Dataset;
import org.tribuo.sequence.SequenceDataset;

/**
 * Runs clips of any length through a network: scores if it has a head, else embeddings.
 * Thread-safe: calls of several threads share batches.
 */
public final class ClipInference implements AutoCloseable {
    /** Batches of a call that run before other calls do: while one runs, the next is loaded. */
    private static final int BATCHES_A_TURN = 4;

    private final EncoderConfig config;
    private final FrontEnd frontEnd;
    private final SpectrogramSource source;
    private final SharedNetwork network;
    private final OwnLengthClips ownLength;
    private volatile WorkListener listener = WorkListener.standard();

    /**
     * Runs a network; nothing is opened before the first clip.
     *
     * @param config the encoder.
     * @param networks make the network for the encoder, or one of another length.
     * @param weights of the network for {@code config}.
     * @param frontEnd how audio becomes its input.
     * @param device opens the backend to run on.
     * @param batchSize clips at once, at most.
     */
    public ClipInference(
            EncoderConfig config,
            Function<EncoderConfig, SupervisedNetwork> networks,
            float[] weights,
            FrontEnd frontEnd,
            Supplier<Backend> device,
            int batchSize) {
        this.config = config;
        this.frontEnd = frontEnd;
        this.source = new DecodingSpectrogramSource(frontEnd.logMel());
        this.network = new SharedNetwork(config, networks, weights, frontEnd, device, batchSize);
        this.ownLength = new OwnLengthClips(network, source, config, frontEnd.logMel());
    }

    /**
     * Runs an encoder.
     *
     * @param config its shape.
     * @param weights its weights by name.
     * @param frontEnd how audio becomes its input.
     * @param pooling how its tokens are pooled, and those of the same encoder at another length.
     * @param device opens the backend to run on.
     * @param batchSize clips at once, at most.
     * @return nothing is opened before the first clip.
     */
    public static ClipInference ofEncoder(
            EncoderConfig config,
            Map<String, float[]> weights,
            FrontEnd frontEnd,
            Function<EncoderConfig, Pooling> pooling,
            Supplier<Backend> device,
            int batchSize) {
        Function<EncoderConfig, SupervisedNetwork> networks =
                other -> SupervisedNetwork.embedding(other, pooling.apply(other));
        ParameterLayout layout = networks.apply(config).layout();
        return new ClipInference(
                config,
                networks,
                WeightTransfer.into(layout, config, config, weights, 0),
                frontEnd,
                device,
                batchSize);
    }

    /** Where to run from now on. */
    public void setDevice(Supplier<Backend> newDevice) {
        network.setDevice(newDevice);
    }

    /**
     * Where it runs.
     *
     * @return opens the backend.
     */
    public Supplier<Backend> device() {
        return network.device();
    }

    /** How many clips to run at once from now on. */
    public void setBatchSize(int clips) {
        network.setBatchSize(clips);
    }

    /**
     * How many clips it runs at once.
     *
     * @return at least 1.
     */
    public int batchSize() {
        return network.batchSize();
    }

    /** How many clips to read at once: a batch for each card. */
    int readAtOnce() {
        return batchSize() * device().get().cards();
    }

    /** What a window of a clip gives. */
    public record Window(AudioWindow audio, float[] values) {}

    /**
     * Who is told of the work from now on.
     *
     * @param newListener thread-safe if several threads run clips.
     */
    public void setListener(WorkListener newListener) {
        listener = Objects.requireNonNull(newListener, "listener");
    }

    WorkListener listener() {
        return listener;
    }

    /**
     * Runs many clips, telling the listener how many are done. A single batch is not reported, nor
     * are clips that are counted only by going through them.
     *
     * @param <R> what comes of it.
     * @param clips examples or sequences.
     * @param work takes whom to tell, on the calling thread, how many are done.
     * @return what comes of it.
     */
    public <R> R reporting(Iterable<?> clips, Function<LongConsumer, R> work) {
        int known =
                clips instanceof Dataset<?> examples
                        ? examples.size()
                        : clips instanceof SequenceDataset<?> sequences
                                ? sequences.size()
                                : clips instanceof Collection<?> held ? held.size() : 0;
        return reporting(known, work);
    }

    /** The same for as many clips as is said. */
    <R> R reporting(int clips, Function<LongConsumer, R> work) {
        return reporting(listener, clips, batchSize(), work);
    }

    static <R> R reporting(
            WorkListener listener, int clips, int batchSize, Function<LongConsumer, R> work) {
        return VerifiedAudio.duringPass(
                () ->
                        clips <= batchSize
                                ? work.apply(done -> {})
                                : WorkReport.of(
                                        listener,
                                        Work.onEach(Work.PREDICTION, clips),
                                        0,
                                        report -> work.apply(report::progress)));
    }

    /**
     * Runs clips cut or padded to the encoder's length.
     *
     * @param clips of any length.
     * @return scores or embeddings by clip.
     */
    public float[][] cut(List<ClipAudio> clips) {
        return reporting(
                clips.size(),
                report -> run(SpectrogramClips.of(source, config.frames(), clips), report));
    }

    /** Scores or embeddings of what is already as long as the encoder's input. */
    public float[][] run(ClipLoader clips) {
        return VerifiedAudio.duringPass(() -> run(clips, done -> {}));
    }

    private float[][] run(ClipLoader clips, LongConsumer report) {
        int most = network.batch();
        float[][] all = new float[clips.size()][];
        for (int first = 0; first < all.length; ) {
            int count = Math.min(BATCHES_A_TURN * most, all.length - first);
            ClipLoader turn = new ClipRange(clips, first, count);
            float[][] values = network.run(count <= most ? loaded(turn) : turn, most);
            System.arraycopy(values, 0, all, first, count);
            first += count;
            report.accept(first);
        }
        return all;
    }

    /** Before it shares a batch, a call loads its clips: what cannot be read concerns no other. */
    private ClipLoader loaded(ClipLoader clips) {
        float[][] logMel = new float[clips.size()][config.frames() * config.mels()];
        device().get().workers().forEach(logMel.length, i -> clips.load(i, logMel[i]));
        return new LoadedClips(logMel);
    }

    /** Cuts a clip into windows, whatever its length; at most a batch is in memory. */
    public void forEachWindow(ClipAudio clip, SlidingWindow windows, Consumer<Window> consumer) {
        int most = network.batch();
        List<AudioWindow> batch = new ArrayList<>();
        VerifiedAudio.duringPass(
                () -> {
                    clip.forEachWindow(
                            windows,
                            window -> {
                                batch.add(window);
                                if (batch.size() == most) {
                                    give(batch, consumer);
                                }
                            });
                    return null;
                });
        give(batch, consumer);
    }

    private void give(List<AudioWindow> batch, Consumer<Window> consumer) {
        if (batch.isEmpty()) {
            return;
        }
        float[][] values = ofWaveforms(batch.stream().map(AudioWindow::clip).toList());
        for (int i = 0; i < values.length; i++) {
            consumer.accept(new Window(batch.get(i), values[i]));
        }
        batch.clear();
    }

    /** Scores or embeddings of waveforms, cut or padded; not reported. */
    float[][] ofWaveforms(List<AudioClip> clips) {
        return run(SpectrogramClips.ofWaveforms(source, config.frames(), clips));
    }

    /** A clip, cut or padded, and copies of it with regions hidden. */
    public Occlusion occlusion(ClipAudio clip, int melRanges, int timeRanges) {
        double seconds = windows(0).seconds();
        ClipAudio start = clip.beginning(seconds);
        ClipAudio beginning = start.seconds() > seconds ? start.part(0, seconds) : start;
        LogMelSpectrogram spectrogram =
                VerifiedAudio.duringPass(() -> beginning.spectrogram(source));
        float[] logMel = new float[config.frames() * config.mels()];
        spectrogram.copyInto(0, logMel);
        return new Occlusion(
                logMel, config, frontEnd.logMel(), spectrogram.frames(), melRanges, timeRanges);
    }

    /**
     * The windows that long clips are seen in.
     *
     * @param hopSeconds from window to window; 0 for half a window.
     * @return windows of the encoder's length.
     * @throws IllegalArgumentException if the hop is negative or longer than a window.
     */
    public SlidingWindow windows(double hopSeconds) {
        return SlidingWindow.ofFrames(frontEnd.logMel(), config.frames(), hopSeconds);
    }

    /**
     * Runs each window of each clip.
     *
     * @param clips of any length; shorter ones than a window are padded.
     * @param windows from {@link #windows}.
     * @return the mean scores or embeddings of each clip's windows.
     */
    public float[][] windowMeans(List<ClipAudio> clips, SlidingWindow windows) {
        return reporting(
                clips.size(),
                report ->
                        WindowMeans.of(
                                clips,
                                windows,
                                network.batch(),
                                batch -> run(SpectrogramClips.of(source, config.frames(), batch)),
                                report));
    }

    /**
     * Runs each clip at its own length.
     *
     * @param clips of a minute at most, each.
     * @return scores or embeddings by clip.
     * @throws IllegalArgumentException if a clip is longer.
     */
    public float[][] ownLength(List<ClipAudio> clips) {
        return reporting(clips.size(), report -> ownLength.run(clips, report));
    }

    @Override
    public void close() {
        network.close();
    }
}
