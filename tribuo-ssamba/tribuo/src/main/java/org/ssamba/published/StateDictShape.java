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
package org.ssamba.published;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssamba.checkpoint.CheckpointFormatException;
import org.ssamba.encoder.EncoderConfig;

/** Finds the shape of an encoder from the shapes of its tensors. */
final class StateDictShape {
    private static final String PROJECTION = "v.patch_embed.proj.weight";
    private static final String POSITIONS = "v.pos_embed";
    private static final String STATES = "v.layers.0.mixer.A_log";
    private static final String CONVOLUTION = "v.layers.0.mixer.conv1d.weight";
    private static final Pattern LAYER = Pattern.compile("v\\.layers\\.(\\d{1,4})\\..*");
    private static final int USUAL_MEL_BINS = 128;
    private static final int USUAL_OVERLAPPING_STRIDE = 10;

    private final StateDict dict;
    private final CheckpointOptions options;
    private final int patchMels;
    private final int patchFrames;
    private final int positions;
    private final List<String> notes = new ArrayList<>();
    private EncoderConfig config;

    private StateDictShape(StateDict dict, CheckpointOptions options)
            throws CheckpointFormatException {
        this.dict = dict;
        this.options = options;
        dict.require(List.of(PROJECTION, POSITIONS, STATES, CONVOLUTION));
        int[] projection = dict.shape(PROJECTION, 4);
        if (projection[2] < 1 || projection[3] < 1) {
            throw dict.bad(
                    dict.tensors().get(PROJECTION), "has no values", "Save the state dict again");
        }
        patchMels = projection[2];
        patchFrames = projection[3];
        positions = dict.shape(POSITIONS, 3)[1] - 1;
    }

    /**
     * Infers a shape.
     *
     * @throws CheckpointFormatException if tensors or options contradict each other, or do not say
     *     enough.
     */
    static StateDictShape infer(StateDict dict, CheckpointOptions options)
            throws CheckpointFormatException {
        StateDictShape shape = new StateDictShape(dict, options);
        boolean sized = dict.has(StateDict.MEL_BINS) || dict.has(StateDict.FRAMES);
        shape.config = sized ? shape.pretrained() : shape.fineTuned();
        return shape;
    }

    EncoderConfig config() {
        return config;
    }

    /** What was taken from where, as sentences. */
    List<String> notes() {
        return notes;
    }

    /** The file names its input; patches lie side by side in pretraining. */
    private EncoderConfig pretrained() throws CheckpointFormatException {
        dict.require(List.of(StateDict.MEL_BINS, StateDict.FRAMES));
        int mels = dict.wholeNumber(StateDict.MEL_BINS);
        int frames = dict.wholeNumber(StateDict.FRAMES);
        agree("melBins", options.melBins(), mels, StateDict.MEL_BINS);
        agree("frames", options.frames(), frames, StateDict.FRAMES);
        int melStride = options.melStride() == 0 ? patchMels : options.melStride();
        int frameStride = options.frameStride() == 0 ? patchFrames : options.frameStride();
        notes.add("grid: from " + StateDict.MEL_BINS + " and " + StateDict.FRAMES);
        return grid(mels, frames, melStride, frameStride);
    }

    private void agree(String option, int given, int inFile, String name)
            throws CheckpointFormatException {
        if (given != 0 && given != inFile) {
            throw dict.bad(
                    dict.tensors().get(name),
                    "is " + inFile + " but the option " + option + " says " + given,
                    "Leave the option out; the encoder can be fine-tuned for another length");
        }
    }

    private EncoderConfig fineTuned() throws CheckpointFormatException {
        int mels = options.melBins() == 0 ? USUAL_MEL_BINS : options.melBins();
        if (options.melBins() == 0) {
            notes.add("mel bins: " + mels + ", assumed; the file does not say");
        }
        int frames = options.frames();
        if (frames == 0) {
            throw unknown(
                    "has "
                            + positions
                            + " patches, which do not say how long the clips were, and the file"
                            + " lacks "
                            + StateDict.FRAMES
                            + ", as fine-tuned files do",
                    "Say the frames and the stride that it was trained with (CheckpointOptions;"
                            + " ssamba convert --frames, --stride)"
                            + lengths(mels, USUAL_OVERLAPPING_STRIDE)
                            + lengths(mels, patchFrames));
        }
        if (options.melStride() != 0) {
            notes.add("grid: frames and strides as given");
            return grid(mels, frames, options.melStride(), options.frameStride());
        }
        // Side by side as in pretraining, or overlapping as in most published fine-tuning.
        List<int[]> fitting = new ArrayList<>();
        for (int[] strides :
                new int[][] {
                    {patchMels, patchFrames}, {USUAL_OVERLAPPING_STRIDE, USUAL_OVERLAPPING_STRIDE}
                }) {
            if (patches(mels, frames, strides[0], strides[1]) == positions) {
                fitting.add(strides);
            }
        }
        if (fitting.size() != 1) {
            throw unknown(
                    "has "
                            + positions
                            + " patches; on "
                            + mels
                            + " mel bins by "
                            + frames
                            + " frames "
                            + (fitting.isEmpty() ? "none" : "more than one")
                            + " of the published strides gives that many",
                    "Correct or add CheckpointOptions.frames, stride, strides or melBins");
        }
        int[] strides = fitting.get(0);
        notes.add(
                "grid: frames as given; strides "
                        + strides[0]
                        + " and "
                        + strides[1]
                        + ", assumed as the only published ones that give "
                        + positions
                        + " patches");
        return grid(mels, frames, strides[0], strides[1]);
    }

    /** Which lengths a stride would mean, as a hint. */
    private String lengths(int mels, int stride) {
        int rows = (mels - patchMels) / stride + 1;
        if (mels < patchMels || positions < 1 || positions % rows != 0) {
            return "";
        }
        int least = patchFrames + (positions / rows - 1) * stride;
        return "; stride "
                + stride
                + " would mean "
                + least
                + " to "
                + (least + stride - 1)
                + " frames";
    }

    private CheckpointFormatException unknown(String problem, String remedy) {
        return dict.bad(dict.tensors().get(POSITIONS), problem, remedy);
    }

    /** Patches on a grid, or -1 if not even one fits. */
    private long patches(int mels, int frames, int melStride, int frameStride) {
        if (mels < patchMels || frames < patchFrames) {
            return -1;
        }
        return ((mels - patchMels) / melStride + 1L) * ((frames - patchFrames) / frameStride + 1L);
    }

    private EncoderConfig grid(int mels, int frames, int melStride, int frameStride)
            throws CheckpointFormatException {
        if (patches(mels, frames, melStride, frameStride) != positions) {
            throw unknown(
                    "has "
                            + positions
                            + " patches but "
                            + mels
                            + " mel bins by "
                            + frames
                            + " frames in patches of "
                            + patchMels
                            + " x "
                            + patchFrames
                            + " with strides "
                            + melStride
                            + " and "
                            + frameStride
                            + " are "
                            + Math.max(0, patches(mels, frames, melStride, frameStride)),
                    "The file contradicts itself, or correct CheckpointOptions.frames, stride,"
                            + " strides or melBins");
        }
        try {
            return new EncoderConfig(
                    dict.shape(PROJECTION, 4)[0],
                    layers(),
                    dict.shape(STATES, 2)[1],
                    dict.shape(CONVOLUTION, 3)[2],
                    mels,
                    frames,
                    patchMels,
                    patchFrames,
                    melStride,
                    frameStride);
        } catch (IllegalArgumentException e) {
            throw new CheckpointFormatException(
                    dict.file().toString(),
                    "shapes",
                    e.getMessage(),
                    "The file holds another kind of model");
        }
    }

    private int layers() {
        int layers = 0;
        for (String name : dict.tensors().keySet()) {
            Matcher matcher = LAYER.matcher(name);
            if (matcher.matches()) {
                layers = Math.max(layers, 1 + Integer.parseInt(matcher.group(1)));
            }
        }
        return layers;
    }
}
