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
package org.ssamba.features;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.TargetDataLine;
import org.ssamba.ClipLength;
import org.ssamba.ComputeDevice;
import org.ssamba.PretrainedEncoder;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioStreams;
import org.ssamba.audio.AudioWindow;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.encoder.Pooling;
import org.ssamba.inference.ClipInference;
import org.ssamba.inference.FileBatches;
import org.ssamba.inference.LiveSeconds;
import org.ssamba.inference.WindowEmbedding;

/**
 * Embeds clips of any length with a pretrained encoder, as vectors. The weights stay on the device
 * until it is closed: for many clips, long files and single windows. {@link
 * PretrainedEncoder#embed} is for a handful of clips of the encoder's own length, {@link
 * SSAMBAFeatureExtractor} for features of Tribuo's trainers. Thread-safe.
 */
public final class AudioEmbedder implements AutoCloseable {
    private PretrainedEncoder encoder;
    private Pooling.Kind pooling = Pooling.Kind.MEAN;
    private ClipLength clipLength = ClipLength.WINDOWS;
    private double hopSeconds = 0;
    private ComputeDevice device = new ComputeDevice();
    private int batchSize = 16;
    private ClipInference inference;

    private AudioEmbedder() {}

    /**
     * An embedder with any settings.
     *
     * @param encoder the encoder.
     * @return everything else by name.
     */
    public static Builder builder(PretrainedEncoder encoder) {
        return new Builder(encoder);
    }

    /** The settings of an embedder by name. */
    public static final class Builder extends org.ssamba.settings.Builder<AudioEmbedder, Builder> {
        private Builder(PretrainedEncoder encoder) {
            super(AudioEmbedder::new, AudioEmbedder::prepare);
            Objects.requireNonNull(encoder, "encoder");
            set(embedder -> embedder.encoder = encoder);
        }

        /**
         * Sets which tokens make up an embedding.
         *
         * @param value the default is the mean of the patch tokens.
         * @return this builder.
         */
        public Builder pooling(Pooling.Kind value) {
            Objects.requireNonNull(value, "pooling");
            return set(embedder -> embedder.pooling = value);
        }

        /**
         * Sets what is done with clips that are not as long as the encoder's input.
         *
         * @param value the default is to average over windows.
         * @return this builder.
         */
        public Builder clipLength(ClipLength value) {
            Objects.requireNonNull(value, "clipLength");
            return set(embedder -> embedder.clipLength = value);
        }

        /**
         * Sets the distance of windows; a hop that is negative or longer than a window is refused.
         *
         * @param seconds from window to window; 0 for half a window.
         * @return this builder.
         */
        public Builder hopSeconds(double seconds) {
            return set(embedder -> embedder.hopSeconds = seconds);
        }

        /**
         * Sets where to run.
         *
         * @param value any device; the default is chosen automatically.
         * @return this builder.
         */
        public Builder device(ComputeDevice value) {
            Objects.requireNonNull(value, "device");
            return set(embedder -> embedder.device = value);
        }

        /**
         * Sets how many clips or windows are embedded at once, at most.
         *
         * @param clips at least 1; the default is 16.
         * @return this builder.
         */
        public Builder batchSize(int clips) {
            return set(embedder -> embedder.batchSize = clips);
        }
    }

    private void prepare() {
        inference =
                ClipInference.ofEncoder(
                        encoder.config(),
                        encoder.weights(),
                        encoder.frontEnd(),
                        config -> Pooling.clip(pooling, config),
                        device::backend,
                        batchSize);
        // Checked here, before anyone waits for it.
        inference.windows(hopSeconds);
    }

    /**
     * Embeds waveforms.
     *
     * @param waveforms at any sample rate.
     * @return one vector of the encoder's width for each.
     * @throws IllegalArgumentException if a clip is longer than {@link ClipLength#OWN} allows.
     */
    public float[][] embed(List<AudioClip> waveforms) {
        return clipLength.run(
                inference, waveforms.stream().map(ClipAudio::of).toList(), hopSeconds);
    }

    /**
     * Embeds a waveform. Calls of several threads share batches.
     *
     * @param waveform at any sample rate.
     * @return one vector of the encoder's width.
     * @throws IllegalArgumentException if it is longer than {@link ClipLength#OWN} allows.
     */
    public float[] embed(AudioClip waveform) {
        return embed(List.of(waveform))[0];
    }

    /**
     * Embeds a file, of hours if need be: with {@link ClipLength#WINDOWS} it is read in pieces.
     *
     * @param file in any format that {@link org.ssamba.audio.AudioReader} reads.
     * @return one vector of the encoder's width.
     * @throws org.ssamba.audio.AudioFormatException if the file cannot be used.
     * @throws IllegalArgumentException if it is longer than {@link ClipLength#OWN} allows.
     */
    public float[] embed(Path file) {
        return files().run(file);
    }

    /**
     * Embeds files, each read once, and tells {@link org.ssamba.work.WorkListener#standard} how
     * many are done.
     *
     * @param files in any format that {@link org.ssamba.audio.AudioReader} reads.
     * @param policy whether to fail at a file that cannot be read, or to log it and leave it out.
     * @return one vector of the encoder's width for each file, in their order.
     * @throws org.ssamba.audio.AudioFormatException if a file cannot be used and the policy is to
     *     fail; it names the file.
     */
    public Map<Path, float[]> embedFiles(List<Path> files, UnreadableAudio policy) {
        return files().run(files, policy);
    }

    /**
     * Embeds audio that still comes, second by second, as {@link
     * org.ssamba.SSAMBAModel#predictStream(AudioInputStream, double)} predicts it.
     *
     * @param audio read when an embedding is asked for; closing the embeddings closes it.
     * @param smoothSeconds the embeddings of the last so many seconds are averaged.
     * @return an embedding for each second until the audio ends.
     * @throws org.ssamba.audio.AudioFormatException if the samples are of an unknown form.
     */
    public Stream<WindowEmbedding> embedStream(AudioInputStream audio, double smoothSeconds) {
        return live(windows -> AudioStreams.windows(audio, windows), smoothSeconds);
    }

    /**
     * Embeds what a microphone records, second by second, as {@link
     * org.ssamba.SSAMBAModel#predictStream(TargetDataLine, double)} predicts it.
     *
     * @param microphone open; it is started.
     * @param smoothSeconds the embeddings of the last so many seconds are averaged.
     * @return an embedding for each second until the line is stopped; to be closed, which stops and
     *     closes the line.
     * @throws IllegalStateException if the line is not open.
     * @throws org.ssamba.audio.AudioFormatException if its samples are of an unknown form.
     */
    public Stream<WindowEmbedding> embedStream(TargetDataLine microphone, double smoothSeconds) {
        return live(windows -> AudioStreams.windows(microphone, windows), smoothSeconds);
    }

    private Stream<WindowEmbedding> live(
            Function<SlidingWindow, Stream<AudioWindow>> audio, double smoothSeconds) {
        return LiveSeconds.of(inference, audio, smoothSeconds)
                .map(live -> new WindowEmbedding(live.second(), live.second() + 1, live.values()));
    }

    private FileBatches<float[]> files() {
        return new FileBatches<>(
                inference, clips -> List.of(clipLength.run(inference, clips, hopSeconds)));
    }

    /**
     * Embeds each window of a file, whatever its length; it is read in pieces.
     *
     * @param file in any format that {@link org.ssamba.audio.AudioReader} reads.
     * @param consumer takes the embeddings in order of time.
     * @throws org.ssamba.audio.AudioFormatException if the file cannot be used.
     */
    public void embedWindows(Path file, Consumer<WindowEmbedding> consumer) {
        inference.forEachWindow(
                ClipAudio.of(AudioContent.of(file)),
                inference.windows(hopSeconds),
                window ->
                        consumer.accept(
                                new WindowEmbedding(
                                        window.audio().startSeconds(),
                                        window.audio().endSeconds(),
                                        window.values())));
    }

    @Override
    public void close() {
        inference.close();
    }
}
