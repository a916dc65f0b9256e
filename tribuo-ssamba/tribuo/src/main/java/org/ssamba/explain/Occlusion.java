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
package org.ssamba.explain;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.training.Clips;

/**
 * A spectrogram and copies of it, each with one block of patches hidden: run as one batch, they
 * tell which regions a prediction rests on (occlusion: M. Zeiler and R. Fergus, "Visualizing and
 * Understanding Convolutional Networks", 2014). Clip 0 is the spectrogram as it is, clip 1 + i
 * hides block i.
 */
public final class Occlusion implements Clips {
    /** Cells of a spectrogram: frames and mel bins, ends excluded. */
    private record Block(int firstFrame, int endFrame, int firstMel, int endMel) {}

    private final float[] logMel;
    private final int mels;
    private final float[] background;
    private final LogMelConfig frontEnd;
    private final List<Block> blocks;

    /**
     * Divides a spectrogram into blocks of whole patches, a patch being as many mel bins and frames
     * as the encoder's patches are, also where these overlap. Patches taller than a block should be
     * are divided.
     *
     * @param logMel (frames, mels), not normalised, cut or padded to the encoder's length.
     * @param config the encoder.
     * @param frontEnd where the spectrogram comes from.
     * @param clipFrames frames before the padding; no block hides padding alone.
     * @param melBlocks how many blocks the mel bins are divided into at most.
     * @param timeBlocks how many blocks the clip is divided into at most.
     */
    public Occlusion(
            float[] logMel,
            EncoderConfig config,
            LogMelConfig frontEnd,
            int clipFrames,
            int melBlocks,
            int timeBlocks) {
        if (melBlocks < 1 || timeBlocks < 1) {
            throw new IllegalArgumentException(
                    "A spectrogram is divided into at least one block each way, not "
                            + melBlocks
                            + " by "
                            + timeBlocks);
        }
        this.logMel = logMel;
        this.mels = config.mels();
        this.frontEnd = frontEnd;
        this.blocks = new ArrayList<>();
        int frames = Math.min(clipFrames, config.frames());
        this.background = background(logMel, frames, mels, config.patchMels());
        // Patches that span all frequencies, as for speech, are divided: a mel range tells more.
        int height =
                blockSize(mels, Math.min(config.patchMels(), ceil(mels, melBlocks)), melBlocks);
        int width = blockSize(frames, config.patchFrames(), timeBlocks);
        for (int frame = 0; frame < frames; frame += width) {
            for (int mel = 0; mel < mels; mel += height) {
                blocks.add(
                        new Block(
                                frame,
                                Math.min(frames, frame + width),
                                mel,
                                Math.min(mels, mel + height)));
            }
        }
    }

    /** The least whole number of patches that leaves no more than so many blocks. */
    private static int blockSize(int extent, int patch, int most) {
        return ceil(ceil(extent, patch), most) * patch;
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }

    /**
     * For each mel bin, the level that one in ten cells of the clip is below, among those no more
     * than a patch's height away: what is hidden then sounds like the quiet of this clip. The mean
     * of all data, the usual choice for pictures, would add sound to quiet regions.
     */
    private static float[] background(float[] logMel, int frames, int mels, int reach) {
        float[] background = new float[mels];
        for (int mel = 0; mel < mels; mel++) {
            int first = Math.max(0, mel - reach);
            int end = Math.min(mels, mel + reach + 1);
            float[] near = new float[frames * (end - first)];
            for (int frame = 0; frame < frames; frame++) {
                System.arraycopy(
                        logMel, frame * mels + first, near, frame * (end - first), end - first);
            }
            Arrays.sort(near);
            background[mel] = near[near.length / 10];
        }
        return background;
    }

    /** Where the blocks lie in the clip, in order. */
    public List<SpectrogramRegion> regions() {
        double frameSeconds = frontEnd.frameShiftMs() / 1000;
        return blocks.stream()
                .map(
                        block ->
                                new SpectrogramRegion(
                                        block.firstFrame() * frameSeconds,
                                        block.endFrame() * frameSeconds,
                                        frontEnd.edgeHertz(block.firstMel()),
                                        frontEnd.edgeHertz(block.endMel())))
                .toList();
    }

    /**
     * What each region adds to each score: how far the score falls when the region is hidden.
     *
     * @param scores of every clip by name, in order.
     * @return by name, the names of all regions with what they add, most important first.
     */
    public Map<String, List<Pair<String, Double>>> contributions(List<Map<String, Double>> scores) {
        List<SpectrogramRegion> regions = regions();
        Map<String, List<Pair<String, Double>>> contributions = new LinkedHashMap<>();
        scores.get(0)
                .forEach(
                        (name, whole) -> {
                            List<Pair<String, Double>> falls = new ArrayList<>();
                            for (int i = 0; i < regions.size(); i++) {
                                double hidden = scores.get(1 + i).get(name);
                                falls.add(new Pair<>(regions.get(i).name(), whole - hidden));
                            }
                            falls.sort(Comparator.comparingDouble(fall -> -Math.abs(fall.getB())));
                            contributions.put(name, falls);
                        });
        return contributions;
    }

    @Override
    public int size() {
        return 1 + blocks.size();
    }

    @Override
    public void load(int clip, float[] destination) {
        System.arraycopy(logMel, 0, destination, 0, logMel.length);
        if (clip == 0) {
            return;
        }
        Block block = blocks.get(clip - 1);
        for (int frame = block.firstFrame(); frame < block.endFrame(); frame++) {
            System.arraycopy(
                    background,
                    block.firstMel(),
                    destination,
                    frame * mels + block.firstMel(),
                    block.endMel() - block.firstMel());
        }
    }

    @Override
    public void loadPart(int clip, double position, float[] destination) {
        load(clip, destination);
    }

    @Override
    public void loadMixture(int clip, int partner, double lambda, float[] destination) {
        throw new UnsupportedOperationException("Hidden blocks are for prediction only");
    }
}
