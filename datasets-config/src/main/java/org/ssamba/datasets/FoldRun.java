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
package org.ssamba.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.training.Checkpointing;
import org.ssamba.work.WorkListener;
import org.tribuo.Example;

/**
 * A fold and its folder.
 *
 * @param number from 0; chooses the random stream, so that a fold's result does not depend on which
 *     others were run before.
 * @param folder the folder for results.
 * @param data the data set's folder.
 * @param root the folder that paths in the manifests are relative to.
 * @param unreadable what to do with files that cannot be used.
 * @param listener is told of each step.
 * @param checkpoints how often states are saved.
 * @param encoderMaker see {@link #makeEncoder}.
 */
public record FoldRun(
        int number,
        Path folder,
        Path data,
        Path root,
        UnreadableAudio unreadable,
        WorkListener listener,
        UnaryOperator<Checkpointing> checkpoints,
        EncoderMaker encoderMaker) {
    static final String TRAIN = "train.csv";
    static final String TEST = "test.csv";
    static final String STATES = "states";

    /** Pretrains or initialises an encoder. */
    @FunctionalInterface
    public interface EncoderMaker {
        /**
         * Makes an encoder, or takes the one that a killed run left.
         *
         * @param fold provides the folder for the encoder.
         * @param clips to pretrain on.
         * @throws IOException if it cannot be saved.
         */
        void make(FoldRun fold, List<? extends Example<?>> clips) throws IOException;
    }

    /**
     * Makes the encoder that training starts from, unless the user names one. A task calls this
     * when it has read its data: a bad label or file is found before pretraining, not hours later.
     *
     * @param clips to pretrain on: those that the task then learns from, without those it holds
     *     out.
     * @throws IOException if it cannot be saved.
     */
    public void makeEncoder(List<? extends Example<?>> clips) throws IOException {
        encoderMaker.make(this, clips);
    }

    /**
     * The folder for the states of a run that has not ended; deleted when the fold has its result.
     *
     * @return a folder that exists.
     */
    public Path states() {
        return folder.resolve(STATES);
    }

    /**
     * The clips to train on.
     *
     * @return read anew.
     */
    public AudioManifest train() {
        return manifest(TRAIN);
    }

    /**
     * The clips to test on; there are none in pretraining.
     *
     * @return read anew.
     */
    public AudioManifest test() {
        return manifest(TEST);
    }

    private AudioManifest manifest(String name) {
        return AudioManifest.builder(folder.resolve(name)).root(root).build();
    }
}
