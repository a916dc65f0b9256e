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
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.ssamba.head.OutputHead;
import org.ssamba.provenance.Invocations;
import org.ssamba.settings.Builder;
import org.ssamba.training.Checkpointing;
import org.ssamba.work.WorkListener;
import org.tribuo.Dataset;
import org.tribuo.Output;
import org.tribuo.Trainer;

/**
 * What both trainers have: an encoder, a head, a recipe, and numbered calls.
 *
 * @param <T> the type of output, decided by the head.
 */
abstract class EncoderTrainer<T extends Output<T>> extends EncoderSettings01 implements Cloneable {
    @Config(mandatory = true, description = "What is predicted.")
    OutputHead<T> head;

    @Config(description = "How it is trained; null for a choice that fits the clips.")
    FineTuningRecipe recipe = null;

    @Config(description = "Where it is trained, and where the model predicts at first.")
    ComputeDevice device = new ComputeDevice();

    @Config(description = "Decides the head's initial weights, order, augmentation and drop-path.")
    long seed = Trainer.DEFAULT_SEED;

    @Config(
            description =
                    "A folder for packed spectrograms, so that audio is not decoded again; null for"
                            + " none.")
    Path cacheDirectory = null;

    WorkListener listener = WorkListener.standard();

    /** No part of configuration and provenance: it changes nothing that is learned. */
    Function<String, Checkpointing> checkpoints = null;

    /** What is changed of a recipe that fits the clips; the model's provenance has the result. */
    UnaryOperator<FineTuningRecipe> recipeChange = UnaryOperator.identity();

    Invocations invocations;

    @Override
    public void postConfig() {
        super.postConfig();
        if (recipe != null) {
            recipe.postConfig();
        }
        invocations = new Invocations(seed);
    }

    /**
     * Completes the trainer for a call: what it was not told is chosen to fit the clips.
     *
     * @param change sets what the copy lacks.
     * @return a copy that shares the numbers of calls with this trainer; this one if it lacks
     *     nothing.
     */
    @SuppressWarnings("unchecked") // A clone has the class of its original.
    final <R extends EncoderTrainer<T>> R completed(Consumer<R> change) {
        if (encoder != null && recipe != null) {
            return (R) this;
        }
        R copy;
        try {
            copy = (R) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("A trainer can be cloned", e);
        }
        change.accept(copy);
        return copy;
    }

    /** Chooses a recipe, and balances classes, unless there is a recipe. */
    final void fitRecipe(Defaults defaults, Dataset<T> examples) {
        if (recipe == null) {
            recipe =
                    recipeChange.apply(
                            defaults.recipe(
                                    encoder.config(),
                                    examples.getOutputInfo().size(),
                                    head.scarcest(examples)));
            recipe.postConfig();
            head = head.balanced(examples);
        }
    }

    /**
     * Sets who is told how training goes, pretraining included.
     *
     * @param newListener replaces {@link WorkListener#standard}.
     */
    public void setListener(WorkListener newListener) {
        this.listener = Objects.requireNonNull(newListener, "listener");
    }

    /**
     * Saves the state of training every ten minutes and whenever it ends early, and goes on from
     * it: a program that is started again with the same trainer and clips ends with the same bits.
     * Pretraining in the same call, folds and repeated calls have files of their own, named by all
     * that decides what they compute; delete them when they are not needed any more.
     *
     * @param folder that exists; null to save nothing.
     */
    public void setCheckpointDirectory(Path folder) {
        setCheckpointDirectory(folder, UnaryOperator.identity());
    }

    /**
     * As {@link #setCheckpointDirectory(Path)}, with how often states are saved and how many are
     * kept.
     *
     * @param folder that exists; null to save nothing.
     * @param policy changes the settings of each run.
     */
    public void setCheckpointDirectory(Path folder, UnaryOperator<Checkpointing> policy) {
        Objects.requireNonNull(policy, "policy");
        this.checkpoints =
                folder == null
                        ? null
                        : name -> policy.apply(Checkpointing.to(folder.resolve(name)));
    }

    /**
     * How often it has trained, which is the number of its next call.
     *
     * @return at least 0.
     */
    public int getInvocationCount() {
        return invocations.count();
    }

    /**
     * Sets which of the trainer's random streams is next.
     *
     * @param invocationCount how often it has trained, at least 0.
     */
    public void setInvocationCount(int invocationCount) {
        invocations.restart(invocationCount);
    }

    /**
     * The settings that both trainers have, by name.
     *
     * @param <T> the type of output, decided by the head.
     * @param <R> the trainer.
     * @param <B> the builder.
     */
    abstract static class SettingsByName<
                    T extends Output<T>,
                    R extends EncoderTrainer<T>,
                    B extends SettingsByName<T, R, B>>
            extends Builder<R, B> {
        SettingsByName(Supplier<R> defaults, OutputHead<T> head) {
            super(defaults, EncoderTrainer::postConfig);
            Objects.requireNonNull(head, "head");
            set(trainer -> trainer.head = head);
        }

        /**
         * Sets where the encoder comes from.
         *
         * @param value an {@link EncoderShape}, or another source; the default is a fresh encoder
         *     whose shape fits the clips, see {@link EncoderShape#forClips(Dataset)}.
         * @return this builder.
         */
        public B encoder(EncoderSource value) {
            Objects.requireNonNull(value, "encoder");
            return set(trainer -> trainer.encoder = value);
        }

        /**
         * Sets how the network is trained.
         *
         * @param value the recipe; the default fits the clips, balances rare labels, and is
         *     recorded in the provenance of the model.
         * @return this builder.
         */
        public B recipe(FineTuningRecipe value) {
            Objects.requireNonNull(value, "recipe");
            return set(trainer -> trainer.recipe = value);
        }

        /**
         * Changes a setting of the recipe that fits the clips.
         *
         * @param change of what is chosen where {@link #recipe(FineTuningRecipe)} is not called,
         *     such as {@code fitted -> fitted.epochs(5)}.
         * @return this builder.
         */
        public B recipe(UnaryOperator<FineTuningRecipe> change) {
            Objects.requireNonNull(change, "change");
            return set(trainer -> trainer.recipeChange = change);
        }

        /**
         * Sets where the network is trained, and where the model predicts at first.
         *
         * @param value any device; the default is chosen automatically.
         * @return this builder.
         */
        public B device(ComputeDevice value) {
            Objects.requireNonNull(value, "device");
            return set(trainer -> trainer.device = value);
        }

        /**
         * Sets the seed of the head's initial weights, order, augmentation and drop-path.
         *
         * @param value any number.
         * @return this builder.
         */
        public B seed(long value) {
            return set(trainer -> trainer.seed = value);
        }

        /**
         * Keeps packed spectrograms, so that audio is not decoded again.
         *
         * @param folder where; null for nowhere.
         * @return this builder.
         */
        public B cacheDirectory(Path folder) {
            return set(trainer -> trainer.cacheDirectory = folder);
        }

        /**
         * Sets who is told how training goes, pretraining included.
         *
         * @param value replaces {@link WorkListener#standard}.
         * @return this builder.
         */
        public B listener(WorkListener value) {
            Objects.requireNonNull(value, "listener");
            return set(trainer -> trainer.listener = value);
        }
    }
}
