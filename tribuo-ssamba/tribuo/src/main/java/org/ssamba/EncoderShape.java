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
package org.ssamba;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import org.ssamba.data.AudioCorpus;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.settings.SettingException;
import org.tribuo.Dataset;

/**
 * The size of an encoder and of what it reads. Start from {@link #tiny}, {@link #small} or {@link
 * #base} and change what differs, in any order; every change gives a new shape, which is checked
 * when something is built of it. As a trainer's {@link EncoderSource} it gives fresh weights.
 */
public final class EncoderShape extends EncoderSource {
    private static final int FRAMES_PER_SECOND = 100;

    @Config(description = "Embedding width: 192 for tiny, 384 for small, 768 for base.")
    private int width = 192;

    @Config(description = "Mixer layers, an even number.")
    private int layers = 24;

    @Config(description = "States per channel of the selective scan, 1 to 64.")
    private int states = 16;

    @Config(description = "Width of the causal convolution, 1 to 8.")
    private int convolution = 4;

    @Config(description = "Mel bins of the spectrogram.")
    private int melBins = 128;

    @Config(description = "Frames of 10 ms that clips are cut or padded to.")
    private int frames = 1024;

    @Config(description = "Height of a patch in mel bins.")
    private int patchMels = 16;

    @Config(description = "Width of a patch in frames.")
    private int patchFrames = 16;

    @Config(description = "Mel bins from one patch to the next; 0 for patches side by side.")
    private int melStride = 0;

    @Config(description = "Frames from one patch to the next; 0 for patches side by side.")
    private int frameStride = 0;

    /** The tiny encoder for ten seconds; also used by OLCUT. */
    public EncoderShape() {}

    private EncoderShape(EncoderConfig config) {
        width = config.width();
        layers = config.layers();
        states = config.states();
        convolution = config.convolution();
        melBins = config.mels();
        frames = config.frames();
        patchMels = config.patchMels();
        patchFrames = config.patchFrames();
        melStride = config.melStride() == patchMels ? 0 : config.melStride();
        frameStride = config.frameStride() == patchFrames ? 0 : config.frameStride();
    }

    /**
     * A shape from the encoder's own configuration.
     *
     * @param config any configuration.
     * @return the shape.
     */
    public static EncoderShape of(EncoderConfig config) {
        return new EncoderShape(config);
    }

    /**
     * Width 192, 24 layers, ten seconds.
     *
     * @return the published tiny shape.
     */
    public static EncoderShape tiny() {
        return of(EncoderConfig.tiny());
    }

    /**
     * Width 384, 24 layers, ten seconds.
     *
     * @return the published small shape.
     */
    public static EncoderShape small() {
        return of(EncoderConfig.small());
    }

    /**
     * Width 768, 24 layers, ten seconds.
     *
     * @return the published base shape.
     */
    public static EncoderShape base() {
        return of(EncoderConfig.base());
    }

    /**
     * A shape that fits the clips of a data set: their length, up to ten seconds, patches of whole
     * frames, and a size that the default device trains in minutes. The log says what is chosen.
     *
     * @param dataset audio examples.
     * @return the shape.
     * @throws IllegalArgumentException if there are no examples.
     * @throws org.ssamba.data.MissingAudioReferenceException if an example refers to no audio.
     */
    public static EncoderShape forClips(Dataset<?> dataset) {
        return Defaults.of(dataset.getData(), new ComputeDevice()).shape();
    }

    /**
     * A shape that fits the clips of a corpus, as {@link #forClips(Dataset)}.
     *
     * @param corpus any clips.
     * @return the shape.
     */
    public static EncoderShape forClips(AudioCorpus corpus) {
        return Defaults.of(corpus.references(), new ComputeDevice()).shape();
    }

    @Override
    public void postConfig() {
        try {
            config();
        } catch (IllegalArgumentException e) {
            throw new SettingException(e);
        }
    }

    /**
     * The encoder's own configuration.
     *
     * @return all numbers, checked.
     * @throws IllegalArgumentException naming each number that is out of range.
     */
    public EncoderConfig config() {
        return new EncoderConfig(
                width,
                layers,
                states,
                convolution,
                melBins,
                frames,
                patchMels,
                patchFrames,
                melStride == 0 ? patchMels : melStride,
                frameStride == 0 ? patchFrames : frameStride);
    }

    @Override
    StartingPoint startingPoint(StartingPoint.Call call) {
        return StartingPoint.fresh(this, call);
    }

    /**
     * Sets the length of clips.
     *
     * @param newFrames frames of 10 ms, at least one patch.
     * @return a new shape.
     */
    public EncoderShape frames(int newFrames) {
        return with(this, shape -> shape.frames = newFrames);
    }

    /**
     * Sets the length of clips in seconds.
     *
     * @param seconds that clips are cut or padded to, rounded to 10 ms.
     * @return a new shape.
     */
    public EncoderShape seconds(double seconds) {
        return frames((int) Math.round(seconds * FRAMES_PER_SECOND));
    }

    /**
     * Sets the size.
     *
     * @param newWidth the embedding width.
     * @param newLayers mixer layers, even.
     * @return a new shape.
     */
    public EncoderShape size(int newWidth, int newLayers) {
        return with(
                this,
                shape -> {
                    shape.width = newWidth;
                    shape.layers = newLayers;
                });
    }

    /**
     * Sets the distance of patches, so that they overlap or leave gaps.
     *
     * @param stride mel bins and frames from one patch to the next.
     * @return a new shape.
     */
    public EncoderShape stride(int stride) {
        return with(
                this,
                shape -> {
                    shape.melStride = stride;
                    shape.frameStride = stride;
                });
    }

    /**
     * Sets the size of patches, which lie side by side unless a {@link #stride} is set: 128 by 2
     * for whole frames of 128 mel bins, say.
     *
     * @param mels height of a patch in mel bins.
     * @param newPatchFrames width of a patch in frames.
     * @return a new shape.
     */
    public EncoderShape patches(int mels, int newPatchFrames) {
        return with(
                this,
                shape -> {
                    shape.patchMels = mels;
                    shape.patchFrames = newPatchFrames;
                });
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "EncoderShape");
    }

    @Override
    public String toString() {
        // Of a shape that contradicts itself, too.
        return getProvenance().toString();
    }
}
