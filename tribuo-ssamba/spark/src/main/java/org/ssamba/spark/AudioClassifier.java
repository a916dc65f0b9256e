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
package org.ssamba.spark;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.ssamba.SSAMBAModel;

/**
 * Adds the predictions of a saved SSAMBA model: a label, and scores by name. Where clips have sets
 * of labels, the label column has them all, sorted, with a bar between; where numbers are
 * predicted, it is null and the scores are the numbers.
 */
public final class AudioClassifier extends AudioTransformer<AudioClassifier> {
    private static final long serialVersionUID = 1L;

    private final Param<String> model;
    private final Param<String> labelCol;
    private final Param<String> scoresCol;
    private final IntParam topScores;

    /** A classifier with defaults; the model is still to be set. */
    public AudioClassifier() {
        this(Identifiable$.MODULE$.randomUID("audioClassifier"));
    }

    /**
     * The same with an identifier, as Spark ML copies and loads stages.
     *
     * @param uid of the stage
     */
    public AudioClassifier(String uid) {
        super(uid);
        model = text("model", "path or URI of a saved SSAMBA model, which the driver reads");
        labelCol = text("labelCol", "column of labels");
        scoresCol = text("scoresCol", "column of scores by name, the highest first");
        topScores =
                new IntParam(
                        this,
                        "topScores",
                        "how many scores to keep, the highest ones; 0 for all",
                        ParamValidators.gtEq(0));
        setDefault(labelCol, "label");
        setDefault(scoresCol, "scores");
        setDefault(topScores, 0);
    }

    /** Where the model is: a path or URI that the driver can read. */
    public Param<String> model() {
        return model;
    }

    /** Column of labels, made by this stage; {@code label}. */
    public Param<String> labelCol() {
        return labelCol;
    }

    /** Column of scores by name, made by this stage; {@code scores}. */
    public Param<String> scoresCol() {
        return scoresCol;
    }

    /** How many scores to keep, the highest ones; 0, for all. */
    public IntParam topScores() {
        return topScores;
    }

    /**
     * Sets {@link #model}.
     *
     * @param location of a {@link SSAMBAModel} that {@code serializeToFile} saved
     */
    public AudioClassifier setModel(String location) {
        return read(location);
    }

    /** Takes a model that is in memory. */
    public AudioClassifier setModel(SSAMBAModel<?> inMemory) {
        if (inMemory == null) {
            throw new IllegalArgumentException(uid() + ": the model cannot be null");
        }
        NetworkFile file = NetworkFile.of(inMemory);
        return give("memory:" + file.sha256(), file);
    }

    /** Sets {@link #labelCol}. */
    public AudioClassifier setLabelCol(String column) {
        put(labelCol, column);
        return this;
    }

    /** Sets {@link #scoresCol}. */
    public AudioClassifier setScoresCol(String column) {
        put(scoresCol, column);
        return this;
    }

    /** Sets {@link #topScores}. */
    public AudioClassifier setTopScores(int count) {
        put(topScores, count);
        return this;
    }

    @Override
    Param<String> location() {
        return model;
    }

    @Override
    NetworkFile read(String location, Configuration configuration) {
        return NetworkFile.model(location, configuration);
    }

    @Override
    NetworkSettings settings(String sha256) {
        return new ModelSettings(sha256, (int) getOrDefault(topScores));
    }

    @Override
    List<StructField> added() {
        return List.of(
                DataTypes.createStructField(getOrDefault(labelCol), DataTypes.StringType, true),
                DataTypes.createStructField(
                        getOrDefault(scoresCol),
                        DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false),
                        true));
    }

    @Override
    AudioClassifier self() {
        return this;
    }

    /** Reads stages that were saved. */
    public static MLReader<AudioClassifier> read() {
        return new NetworkReader<>(AudioClassifier.class, AudioClassifier::new);
    }

    /**
     * Loads a stage.
     *
     * @param path where {@link #save} put it
     */
    public static AudioClassifier load(String path) {
        return read().load(path);
    }
}
