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

import java.nio.file.Path;
import java.util.Objects;
import org.ssamba.data.AudioCorpus;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.OutputHead;
import org.ssamba.work.WorkListener;
import org.tribuo.Output;
import org.tribuo.Trainer;

/**
 * Every setting of a {@link SSAMBATrainer} by name; what is not set has the default of a
 * configuration file. Where the encoder comes from must be said once: {@link #shape}, {@link
 * #encoder} or {@link #pretraining}.
 *
 * @param <T> the type of output, decided by the head.
 */
public final class SSAMBATrainerBuilder<T extends Output<T>> {
    final OutputHead<T> head;
    EncoderShape shape;
    Path encoderPath;
    SSAMBAPretrainer pretraining;
    AudioCorpus pretrainingCorpus;
    int frames;
    int stride;
    Pooling.Kind pooling = Pooling.Kind.MEAN;
    ClipLength clipLength = ClipLength.CUT;
    double hopSeconds;
    FineTuningRecipe recipe = new FineTuningRecipe();
    ComputeDevice device = new ComputeDevice();
    long seed = Trainer.DEFAULT_SEED;
    Path cacheDirectory;
    WorkListener listener = WorkListener.standard();

    SSAMBATrainerBuilder(OutputHead<T> head) {
        this.head = Objects.requireNonNull(head, "head");
    }

    /**
     * Trains an encoder from scratch.
     *
     * @param value its shape.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> shape(EncoderShape value) {
        shape = value;
        return this;
    }

    /**
     * Starts from a pretrained encoder.
     *
     * @param file what {@link PretrainedEncoder#load} takes.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> encoder(Path file) {
        encoderPath = file;
        return this;
    }

    /**
     * Pretrains the encoder in each call of {@code train}, on the training clips themselves less
     * those held out.
     *
     * @param pretrainer how; its own seed decides everything random in it.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> pretraining(SSAMBAPretrainer pretrainer) {
        return pretraining(pretrainer, null);
    }

    /**
     * Pretrains the encoder in each call of {@code train}.
     *
     * @param pretrainer how; its own seed decides everything random in it.
     * @param corpus unlabelled clips; null for the training clips themselves.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> pretraining(SSAMBAPretrainer pretrainer, AudioCorpus corpus) {
        pretraining = pretrainer;
        pretrainingCorpus = corpus;
        return this;
    }

    /**
     * Clips of another length than the encoder's.
     *
     * @param value frames of 10 ms that clips are cut or padded to; 0 for the encoder's own.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> frames(int value) {
        frames = value;
        return this;
    }

    /**
     * Patches at other distances than the encoder's.
     *
     * @param value mel bins and frames between patches; 0 for the encoder's own.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> stride(int value) {
        stride = value;
        return this;
    }

    /**
     * Another embedding.
     *
     * @param value which tokens make it up.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> pooling(Pooling.Kind value) {
        pooling = Objects.requireNonNull(value, "pooling");
        return this;
    }

    /**
     * Another treatment of clips that are not as long as the encoder's input; kept with the model.
     *
     * @param value what is done with them; windows overlap by half.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> clipLength(ClipLength value) {
        clipLength = Objects.requireNonNull(value, "clipLength");
        return this;
    }

    /**
     * Windows at another distance, see {@link ClipLength#WINDOWS}.
     *
     * @param seconds from window to window; 0 for half a window.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> hopSeconds(double seconds) {
        hopSeconds = seconds;
        return this;
    }

    /**
     * Another recipe.
     *
     * @param value how the network is trained.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> recipe(FineTuningRecipe value) {
        recipe = Objects.requireNonNull(value, "recipe");
        return this;
    }

    /**
     * Another device.
     *
     * @param value where the network is trained, and where the model predicts at first.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> device(ComputeDevice value) {
        device = Objects.requireNonNull(value, "device");
        return this;
    }

    /**
     * Another seed.
     *
     * @param value of the head's initial weights, order, augmentation and drop-path.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> seed(long value) {
        seed = value;
        return this;
    }

    /**
     * Keeps packed spectrograms, which spare decoding.
     *
     * @param folder where; null for nowhere.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> cacheDirectory(Path folder) {
        cacheDirectory = folder;
        return this;
    }

    /**
     * Who is told how it goes.
     *
     * @param value replaces the one that logs.
     * @return this builder.
     */
    public SSAMBATrainerBuilder<T> listener(WorkListener value) {
        listener = Objects.requireNonNull(value, "listener");
        return this;
    }

    /**
     * The trainer.
     *
     * @return a trainer that has not been used.
     * @throws com.oracle.labs.mlrg.olcut.config.PropertyException if settings contradict each other
     *     or it is not said once where the encoder comes from.
     * @throws NullPointerException naming a setting that cannot be null.
     */
    public SSAMBATrainer<T> build() {
        return new SSAMBATrainer<>(this);
    }
}
