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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.audio.LogMelStatistics;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.training.Clips;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkerPool;
import org.tribuo.Example;

/**
 * Clips for training and inference from a spectrogram source: each is cut, or zero-padded in the
 * log domain, to the encoder's length. Only references are held, and of clips much longer than what
 * is wanted only that is read; thread-safe if the source is.
 */
public final class SpectrogramClips implements Clips {
    /** Of a clip longer than what is wanted by more than this, only the part wanted is read. */
    private static final double LONG_SECONDS = 60;

    private static final Logger logger = Logger.getLogger(SpectrogramClips.class.getName());

    private final SpectrogramSource source;
    private final int frames;
    private final List<ClipAudio> clips;

    private final double skippableShare;

    /** The same clips where all are in files and nothing else is known; otherwise null. */
    private final ClipList references;

    private final AtomicInteger skippedInStatistics = new AtomicInteger();

    private SpectrogramClips(
            SpectrogramSource source,
            int frames,
            List<ClipAudio> clips,
            ClipList references,
            double skippableShare) {
        this.skippableShare = skippableShare;
        this.source = source;
        this.frames = frames;
        this.clips = clips;
        this.references = references;
    }

    /**
     * Clips in files or in memory.
     *
     * @param source of spectrograms.
     * @param frames the encoder's length.
     * @param clips which clips.
     * @return the clips in order.
     */
    public static SpectrogramClips of(SpectrogramSource source, int frames, List<ClipAudio> clips) {
        return new SpectrogramClips(source, frames, List.copyOf(clips), null, 0);
    }

    /**
     * Clips in files.
     *
     * @param source of spectrograms.
     * @param frames the encoder's length.
     * @param references which clips.
     * @return the clips in order.
     */
    public static SpectrogramClips ofReferences(
            SpectrogramSource source, int frames, List<AudioReference> references) {
        ClipList list = ClipList.of(references);
        return new SpectrogramClips(source, frames, list.audio(), list, 0);
    }

    /**
     * The same clips, of which some may become unreadable without ending pretraining.
     *
     * @param share of the clips, from 0 to 1.
     * @return the clips in order.
     */
    public SpectrogramClips skipping(double share) {
        return new SpectrogramClips(source, frames, clips, references, share);
    }

    @Override
    public double skippableShare() {
        return skippableShare;
    }

    @Override
    public boolean isUnreadable(RuntimeException failure) {
        return failure instanceof AudioFormatException || failure instanceof ChangedAudioException;
    }

    @Override
    public String name(int clip) {
        return clips.get(clip).toString();
    }

    /**
     * Waveforms.
     *
     * @param source of spectrograms.
     * @param frames the encoder's length.
     * @param waveforms which clips.
     * @return the clips in order.
     */
    public static SpectrogramClips ofWaveforms(
            SpectrogramSource source, int frames, List<AudioClip> waveforms) {
        return of(source, frames, waveforms.stream().map(ClipAudio::of).toList());
    }

    /**
     * The clips of examples.
     *
     * @param source of spectrograms.
     * @param frames the encoder's length.
     * @param examples audio examples.
     * @return the clips in order.
     * @throws MissingAudioReferenceException if an example refers to no audio.
     */
    public static SpectrogramClips ofExamples(
            SpectrogramSource source, int frames, Iterable<? extends Example<?>> examples) {
        List<ClipAudio> clips = new ArrayList<>();
        for (Example<?> example : examples) {
            clips.add(ClipAudio.of(example));
        }
        return of(source, frames, clips);
    }

    @Override
    public int size() {
        return clips.size();
    }

    /**
     * How well the encoder's length fits the clips.
     *
     * @return the shares of audio and of input that are lost.
     */
    public LengthFit lengthFit() {
        return LengthFit.of(
                IntStream.range(0, size()).mapToDouble(this::lengthOf).toArray(),
                frames * source.config().frameShiftMs() / 1000);
    }

    private double lengthOf(int clip) {
        return references != null ? references.seconds(clip) : clips.get(clip).seconds();
    }

    /**
     * The whole spectrogram of a clip, neither cut nor padded.
     *
     * @param clip from 0 to size - 1.
     * @return (frames, mel bins).
     */
    public LogMelSpectrogram spectrogram(int clip) {
        return clips.get(clip).spectrogram(source);
    }

    /**
     * Mean and standard deviation of all clips, unpadded, in one parallel pass; those of clips in
     * files are kept in the {@linkplain AudioInventory inventory}.
     *
     * @param workers go through the clips.
     * @param listener is told how it goes.
     * @return the statistics, which do not depend on the number of threads.
     */
    public CorpusStatistics statistics(WorkerPool workers, WorkListener listener) {
        String key = statisticsKey();
        if (key == null) {
            return CorpusStatistics.ofEach(size(), workers, listener, this::readable);
        }
        return AudioInventory.standard()
                .statistics(key)
                .orElseGet(
                        () -> {
                            CorpusStatistics found =
                                    CorpusStatistics.ofEach(
                                            size(), workers, listener, this::readable);
                            if (skippedInStatistics.get() == 0) {
                                AudioInventory.standard().keep(key, found);
                            }
                            return found;
                        });
    }

    /**
     * Keeps statistics of these clips that were taken elsewhere, on a cluster for instance, in the
     * {@linkplain AudioInventory inventory}.
     *
     * @param found of all clips in their order.
     * @throws IllegalStateException if some of the clips are not in files, so that nothing is kept.
     */
    public void keep(CorpusStatistics found) {
        String key = statisticsKey();
        if (key == null) {
            throw new IllegalStateException("Statistics are kept of clips in files only");
        }
        AudioInventory.standard().keep(key, found);
    }

    /** All that decides statistics; null if they are not kept. */
    private String statisticsKey() {
        String values = source.values();
        return references == null || values == null
                ? null
                : Sha256.builder().text(values).text(references.orderHash()).hex();
    }

    /** A clip that cannot be read any more counts for nothing, if so many may be skipped. */
    private LogMelStatistics readable(int clip) {
        try {
            return statistics(clip);
        } catch (AudioFormatException | ChangedAudioException e) {
            if (skippedInStatistics.incrementAndGet() > Math.max(1, (int) (skippableShare * size()))
                    || skippableShare == 0) {
                throw e;
            }
            logger.warning(() -> "Mean and deviation are without a clip: " + e.getMessage());
            return new LogMelStatistics();
        }
    }

    /** Those that were prepared beside the clip's shard, or else of what is decoded now. */
    LogMelStatistics statistics(int clip) {
        if (references != null) {
            Optional<LogMelStatistics> prepared =
                    PreparedShard.statistics(references.get(clip), source.values());
            if (prepared.isPresent()) {
                return prepared.get();
            }
        }
        LogMelStatistics statistics = new LogMelStatistics();
        LogMelConfig config = source.config();
        SlidingWindow pieces = consecutive(config);
        if (clips.get(clip).seconds() <= pieces.seconds()) {
            statistics.add(spectrogram(clip));
            return statistics;
        }
        clips.get(clip)
                .forEachWindow(
                        pieces,
                        piece -> {
                            AudioClip samples = piece.clip().resampled(config.sampleRate());
                            if (config.framesIn(samples.length()) > 0) {
                                statistics.add(source.extract(samples));
                            }
                        });
        return statistics;
    }

    /** Pieces that overlap by as much as frames do: none is lost or counted twice. */
    private static SlidingWindow consecutive(LogMelConfig config) {
        int shift = config.shiftSamples();
        int hop = (int) (LONG_SECONDS * config.sampleRate()) / shift * shift;
        int overlap = Math.max(0, config.windowSamples() - shift);
        return new SlidingWindow(hop + overlap, hop, config.sampleRate(), false);
    }

    @Override
    public void load(int clip, float[] logMel) {
        loadPart(clip, 0, logMel);
    }

    @Override
    public void loadPart(int clip, double position, float[] logMel) {
        int wanted = logMel.length / source.config().melBins();
        ClipAudio chosen = clips.get(clip).beginning(seconds(wanted) + LONG_SECONDS + 1);
        if (isLong(chosen, wanted)) {
            source.extract(longPart(chosen, position, wanted)).copyInto(0, logMel);
        } else {
            LogMelSpectrogram whole = chosen.spectrogram(source);
            int spare = Math.max(0, whole.frames() - wanted);
            whole.copyInto(Math.min(spare, (int) (position * (spare + 1))), logMel);
        }
    }

    /**
     * Part of a long clip, at its own rate. It is read again each time: caches are for what will be
     * asked for again.
     */
    private AudioClip longPart(ClipAudio clip, double position, int wanted) {
        return clip.part(start(clip, position, wanted), seconds(wanted)).read();
    }

    /** The audio of so many frames, and of one more: resampling smears the end. */
    private double seconds(int wanted) {
        LogMelConfig config = source.config();
        return (wanted * (double) config.shiftSamples() + config.windowSamples())
                / config.sampleRate();
    }

    private boolean isLong(ClipAudio clip, int wanted) {
        return clip.seconds() > seconds(wanted) + LONG_SECONDS;
    }

    /** Where a part of a long clip begins, on a frame. */
    private double start(ClipAudio clip, double position, int wanted) {
        LogMelConfig config = source.config();
        double frame = config.shiftSamples() / (double) config.sampleRate();
        double spare = Math.floor((clip.seconds() - seconds(wanted)) / frame);
        return Math.min(spare, Math.floor(position * (spare + 1))) * frame;
    }

    @Override
    public void loadMixture(int clip, int partner, double lambda, float[] logMel) {
        loadMixture(clip, 0, partner, 0, lambda, logMel);
    }

    @Override
    public void loadMixture(
            int clip,
            double position,
            int partner,
            double partnerPosition,
            double lambda,
            float[] logMel) {
        AudioClip first = waveform(clip, position);
        AudioClip second = waveform(partner, partnerPosition);
        source.extract(first.mixedWith(second, lambda)).copyInto(0, logMel);
    }

    /** From a position on, up to the end unless the clip is long; at the front end's rate. */
    private AudioClip waveform(int clip, double position) {
        ClipAudio chosen = clips.get(clip);
        int rate = source.config().sampleRate();
        if (isLong(chosen, frames)) {
            return longPart(chosen, position, frames).resampled(rate);
        }
        AudioClip whole =
                chosen.reference() != null
                        ? source.waveform(chosen.reference())
                        : chosen.read().resampled(rate);
        double spare = whole.durationSeconds() - seconds(frames);
        return spare <= 0 || position == 0 ? whole : whole.slice(position * spare, seconds(frames));
    }
}
