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
package org.ssamba.it;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.ssamba.AugmentationRecipe;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.SSAMBATrainer;
import org.ssamba.head.LabelHead;
import org.ssamba.split.HeldOut;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.classification.Label;

/**
 * What a classifier is trained with: what a trainer chooses by itself, a tuned recipe, or a change
 * to what is chosen, by which the rules for choosing are judged.
 *
 * @param train the training clips.
 * @param head with class weights, if any.
 * @param shape of a fresh encoder.
 * @param recipe how it is trained.
 */
record DefaultsSetting(
        Dataset<Label> train, LabelHead head, EncoderShape shape, FineTuningRecipe recipe) {
    /** The name of the tuned recipe among settings. */
    static final String TUNED = "TUNED";

    private static final int MASKED_MELS = 32;
    private static final int MOST_MASKED_FRAMES = 96;

    /** The distance of patches in all tuned recipes, which set it for the start, not the shape. */
    private static final int TUNED_STRIDE = 10;

    /** The file of each task's tuned recipe, without its ending. */
    private static final Map<ProbeTask, String> RECIPES =
            new EnumMap<>(
                    Map.of(
                            ProbeTask.ESC10, "small-esc10",
                            ProbeTask.ARABIC, "small-arabic",
                            ProbeTask.RAVDESS, "small-ravdess",
                            ProbeTask.GSC, "small-gsc",
                            ProbeTask.FSDD_UNSEEN, "small-fsdd-digits"));

    /** A change to what is chosen; one of the shape chooses the recipe anew. */
    private enum Change {
        CHOSEN(setting -> setting),
        SQUARE(shape(shape -> shape.patches(16, 16).stride(TUNED_STRIDE))),
        STRIDE_4(shape(shape -> shape.stride(4))),
        STRIDE_8(shape(shape -> shape.patches(128, 8).stride(8))),
        SIZE_64_4(shape(shape -> shape.size(64, 4))),
        SIZE_128_8(shape(shape -> shape.size(128, 8))),
        SIZE_192_12(shape(shape -> shape.size(192, 12))),
        EPOCHS_30(recipe(recipe -> recipe.epochs(30))),
        EPOCHS_50(recipe(recipe -> recipe.epochs(50))),
        EPOCHS_100(recipe(recipe -> recipe.epochs(100))),
        EPOCHS_200(recipe(recipe -> recipe.epochs(200))),
        RATE_2E3(recipe(recipe -> recipe.learningRate(2e-3))),
        RATE_1E3(recipe(recipe -> recipe.learningRate(1e-3))),
        RATE_25E5(recipe(recipe -> recipe.learningRate(2.5e-4))),
        BATCH_16(recipe(recipe -> recipe.batchSize(16))),
        BATCH_32(recipe(recipe -> recipe.batchSize(32))),
        ALL_CLIPS(recipe(recipe -> recipe.earlyStopping(0, 0).heldOut(HeldOut.CLIPS))),
        NO_DROP_PATH(recipe(recipe -> recipe.dropPath(false))),
        MIXED(augmentation(recipe -> recipe.mixup(0.3))),
        COLOUR(augmentation(recipe -> recipe.colour(3, 10))),
        NO_COLOUR(augmentation(recipe -> recipe)),
        SMOOTH(setting -> setting.with(setting.smooth().balanced(setting.train))),
        UNWEIGHTED(setting -> setting.with(new LabelHead())),
        EVEN(setting -> setting.with(new LabelHead(0, false, setting.evenWeights())));

        private final UnaryOperator<DefaultsSetting> change;

        Change(UnaryOperator<DefaultsSetting> change) {
            this.change = change;
        }

        private static UnaryOperator<DefaultsSetting> shape(UnaryOperator<EncoderShape> change) {
            return old -> chosen(old.train, old.head, change.apply(old.shape));
        }

        private static UnaryOperator<DefaultsSetting> recipe(
                UnaryOperator<FineTuningRecipe> change) {
            return old ->
                    new DefaultsSetting(old.train, old.head, old.shape, change.apply(old.recipe));
        }

        private static UnaryOperator<DefaultsSetting> augmentation(
                UnaryOperator<AugmentationRecipe> change) {
            return old -> {
                int frames = Math.min(MOST_MASKED_FRAMES, old.shape.config().frames() / 4);
                AugmentationRecipe chosen =
                        new AugmentationRecipe().masks(MASKED_MELS, frames).noise(true);
                return recipe(recipe -> recipe.augmentation(change.apply(chosen))).apply(old);
            };
        }
    }

    /**
     * The setting of a name.
     *
     * @param name {@link #TUNED}, or {@link Change}s joined by +, those of the shape first.
     * @param task whose tuned recipe it may be.
     * @param train the training clips.
     * @param recipes the folder of tuned recipes.
     */
    static DefaultsSetting of(String name, ProbeTask task, Dataset<Label> train, Path recipes) {
        if (name.equals(TUNED)) {
            return tuned(task, train, recipes);
        }
        LabelHead head = new LabelHead().balanced(train);
        DefaultsSetting setting = chosen(train, head, EncoderShape.forClips(train));
        for (String change : name.split("\\+")) {
            setting = Change.valueOf(change).change.apply(setting);
        }
        return setting;
    }

    private static DefaultsSetting chosen(
            Dataset<Label> train, LabelHead head, EncoderShape shape) {
        return new DefaultsSetting(
                train, head, shape, FineTuningRecipe.forClips(train, shape, head));
    }

    private static DefaultsSetting tuned(ProbeTask task, Dataset<Label> train, Path recipes) {
        String recipe = RECIPES.get(task);
        if (recipe == null) {
            throw new IllegalArgumentException(task + " has no tuned recipe");
        }
        Path file = recipes.resolve(recipe + ".xml").toAbsolutePath().normalize();
        try (ConfigurationManager manager = new ConfigurationManager(file.toString())) {
            return new DefaultsSetting(
                    train,
                    (LabelHead) manager.lookup("head"),
                    ((EncoderShape) manager.lookup("shape")).stride(TUNED_STRIDE),
                    (FineTuningRecipe) manager.lookup("recipe"));
        }
    }

    private DefaultsSetting with(LabelHead newHead) {
        return new DefaultsSetting(train, newHead, shape, recipe);
    }

    private LabelHead smooth() {
        return new LabelHead(0.1f, false, Map.of());
    }

    /** Weights with which all labels count alike. */
    private Map<String, Float> evenWeights() {
        Map<String, Integer> counts = new HashMap<>();
        for (Example<Label> example : train) {
            counts.merge(example.getOutput().getLabel(), 1, Integer::sum);
        }
        Map<String, Float> weights = new HashMap<>();
        counts.forEach(
                (label, count) -> weights.put(label, train.size() / (float) count / counts.size()));
        return weights;
    }

    /** A trainer from fresh weights. */
    SSAMBATrainer.Builder<Label> trainer() {
        return SSAMBATrainer.builder(head).encoder(shape).recipe(recipe);
    }
}
