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
package org.ssamba.evaluation;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioGroupFolds;
import org.ssamba.data.Sha256;
import org.ssamba.inference.PlacesModels;
import org.ssamba.serialization.ModelProtos;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.evaluation.CrossValidation;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.Evaluator;

/**
 * Cross-validation by groups: no speaker, recording or other group is in training and in test, so
 * that a model is judged on groups it has not heard. The group of an example is its metadata {@link
 * AudioExamples#GROUP_KEY}; {@link AudioGroupFolds} says how folds are made.
 *
 * <p>Use it like Tribuo's, with any trainer and evaluator; {@link
 * org.tribuo.evaluation.EvaluationAggregator} takes what {@link #evaluate} returns.
 *
 * @param <T> the type of output
 * @param <E> the type of evaluation
 */
public final class GroupCrossValidation<T extends Output<T>, E extends Evaluation<T>>
        extends CrossValidation<T, E> {
    private static final Logger logger = Logger.getLogger(GroupCrossValidation.class.getName());

    private static final int HASH_DIGITS = 16;

    private final Trainer<T> trainer;
    private final Evaluator<T, E> evaluator;
    private final List<AudioGroupFolds.Fold<T>> folds;
    private Path folder;

    /**
     * Cross-validation with Tribuo's default seed.
     *
     * @param trainer trains a model for each fold
     * @param data examples with groups
     * @param evaluator judges each model on its fold's test groups
     * @param k how many folds, at least 2 and at most the number of groups
     * @throws IllegalArgumentException if the data cannot be divided so, or an example has no group
     */
    public GroupCrossValidation(
            Trainer<T> trainer, Dataset<T> data, Evaluator<T, E> evaluator, int k) {
        this(trainer, data, evaluator, k, Trainer.DEFAULT_SEED);
    }

    /**
     * Cross-validation.
     *
     * @param trainer trains a model for each fold
     * @param data examples with groups
     * @param evaluator judges each model on its fold's test groups
     * @param k how many folds, at least 2 and at most the number of groups
     * @param seed decides which groups are tested on together
     * @throws IllegalArgumentException if the data cannot be divided so, or an example has no group
     */
    public GroupCrossValidation(
            Trainer<T> trainer, Dataset<T> data, Evaluator<T, E> evaluator, int k, long seed) {
        super(trainer, data, evaluator, k, seed);
        this.trainer = trainer;
        this.evaluator = evaluator;
        this.folds = new AudioGroupFolds(k, seed).split(data);
    }

    /**
     * Keeps the model of each fold, so that a program that is started again trains only those that
     * are missing; a trainer that saves its own states, as {@link org.ssamba.SSAMBATrainer} does,
     * goes on with the one it was at. A model belongs to the fold's examples and to the trainer's
     * settings and number of calls, whose hash is in the file's name. Delete the files when they
     * are not needed any more.
     *
     * @param newFolder that exists; null to keep nothing
     */
    public void setCheckpointDirectory(Path newFolder) {
        this.folder = newFolder;
    }

    /**
     * Trains and evaluates a model for each fold.
     *
     * @return the evaluations and models, in the order of the folds
     * @throws UncheckedIOException if a model cannot be kept, or one that was kept cannot be read
     */
    @Override
    public List<Pair<E, Model<T>>> evaluate() {
        List<Pair<E, Model<T>>> evaluations = new ArrayList<>();
        for (AudioGroupFolds.Fold<T> fold : folds) {
            logger.info(
                    () ->
                            "Fold "
                                    + (evaluations.size() + 1)
                                    + " of "
                                    + folds.size()
                                    + ": training on "
                                    + fold.train().size()
                                    + " examples, testing on "
                                    + fold.test().size()
                                    + " of the groups "
                                    + fold.testGroups());
            Model<T> model = model(fold);
            evaluations.add(new Pair<>(evaluator.evaluate(model, fold.test()), model));
        }
        return evaluations;
    }

    private Model<T> model(AudioGroupFolds.Fold<T> fold) {
        if (folder == null) {
            return trainer.train(fold.train());
        }
        Path file = folder.resolve("fold-" + hash(fold).substring(0, HASH_DIGITS) + ".tribuo");
        try {
            if (Files.exists(file)) {
                logger.info(() -> "The fold's model is there: " + file);
                // As if it had been trained, for the random streams of the folds to come.
                trainer.setInvocationCount(trainer.getInvocationCount() + 1);
                Model<T> model =
                        Model.deserializeFromFile(file)
                                .castModel(fold.train().getOutputFactory().getTypeWitness());
                if (trainer instanceof PlacesModels places) {
                    places.place(model);
                }
                return model;
            }
            Model<T> model = trainer.train(fold.train());
            AtomicFile.write(file, model::serializeToStream);
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException("The model of a fold, " + file + ": " + e, e);
        }
    }

    /** Of everything that decides the model. */
    private String hash(AudioGroupFolds.Fold<T> fold) {
        Sha256 hash = Sha256.builder().text(trainer.getProvenance().toString());
        for (Example<T> example : fold.train()) {
            hash.text(
                    ModelProtos.sha256(example.serialize()).toString(StandardCharsets.ISO_8859_1));
        }
        return hash.hex();
    }
}
