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
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.ssamba.ClipLength;
import org.ssamba.PretrainedEncoder;
import org.ssamba.features.SSAMBAFeatureExtractor.Embedding;

/**
 * Adds the embeddings of clips by a pretrained encoder: a vector each, or an array of vectors, one
 * a second.
 */
public final class AudioEmbeddings extends AudioTransformer<AudioEmbeddings> {
    private static final long serialVersionUID = 1L;

    private final Param<String> encoder;
    private final Param<String> outputCol;
    private final Param<String> pooling;
    private final Param<String> clipLength;
    private final Param<String> outputType;

    private enum Output {
        VECTOR,
        ARRAY
    }

    /** Embeddings with defaults; the encoder is still to be set. */
    public AudioEmbeddings() {
        this(Identifiable$.MODULE$.randomUID("audioEmbeddings"));
    }

    /**
     * The same with an identifier, as Spark ML copies and loads stages.
     *
     * @param uid of the stage
     */
    public AudioEmbeddings(String uid) {
        super(uid);
        encoder = text("encoder", "path or URI of a pretrained encoder, which the driver reads");
        outputCol = text("outputCol", "column of embeddings");
        pooling =
                choice(
                        "pooling",
                        "which tokens make up an embedding: the mean of a clip's patches, its"
                                + " class token, or the mean of each second's patches",
                        Embedding.values());
        clipLength =
                choice(
                        "clipLength",
                        "what is done with clips of other lengths than the encoder's; those of"
                                + " seconds are read whole",
                        ClipLength.values());
        outputType =
                choice(
                        "outputType",
                        "an embedding as a vector of Spark ML, or as an array of float, half as"
                                + " large",
                        Output.values());
        setDefault(outputCol, "embedding");
        setDefault(pooling, "mean");
        setDefault(clipLength, "windows");
        setDefault(outputType, "vector");
    }

    /** Where the encoder is: a path or URI that the driver can read. */
    public Param<String> encoder() {
        return encoder;
    }

    /** Column of embeddings, made by this stage; {@code embedding}. */
    public Param<String> outputCol() {
        return outputCol;
    }

    /** What an embedding is of: {@code mean}, {@code class_token} or {@code per_second}. */
    public Param<String> pooling() {
        return pooling;
    }

    /**
     * What is done with clips of other lengths than the encoder's: {@code windows}, {@code own} or
     * {@code cut}, as {@link ClipLength} says.
     */
    public Param<String> clipLength() {
        return clipLength;
    }

    /** An embedding as {@code vector} or as {@code array} of float. */
    public Param<String> outputType() {
        return outputType;
    }

    /**
     * Sets {@link #encoder}.
     *
     * @param location of a file that {@link PretrainedEncoder#load} takes
     */
    public AudioEmbeddings setEncoder(String location) {
        return read(location);
    }

    /** Takes an encoder that is in memory. */
    public AudioEmbeddings setEncoder(PretrainedEncoder inMemory) {
        if (inMemory == null) {
            throw new IllegalArgumentException(uid() + ": the encoder cannot be null");
        }
        NetworkFile file = NetworkFile.of(inMemory);
        return give("memory:" + file.sha256(), file);
    }

    /** Sets {@link #outputCol}. */
    public AudioEmbeddings setOutputCol(String column) {
        put(outputCol, column);
        return this;
    }

    /** Sets {@link #pooling}. */
    public AudioEmbeddings setPooling(String kind) {
        put(pooling, kind);
        return this;
    }

    /** Sets {@link #clipLength}. */
    public AudioEmbeddings setClipLength(String kind) {
        put(clipLength, kind);
        return this;
    }

    /** Sets {@link #outputType}. */
    public AudioEmbeddings setOutputType(String type) {
        put(outputType, type);
        return this;
    }

    @Override
    Param<String> location() {
        return encoder;
    }

    @Override
    NetworkFile read(String location, Configuration configuration) {
        return NetworkFile.encoder(location, configuration);
    }

    @Override
    NetworkSettings settings(String sha256) {
        return new EmbeddingSettings(
                sha256,
                chosen(Embedding.class, pooling),
                chosen(ClipLength.class, clipLength),
                vectors());
    }

    private boolean vectors() {
        return chosen(Output.class, outputType) == Output.VECTOR;
    }

    @Override
    List<StructField> added() {
        DataType one =
                vectors()
                        ? SQLDataTypes.VectorType()
                        : DataTypes.createArrayType(DataTypes.FloatType, false);
        DataType type =
                chosen(Embedding.class, pooling) == Embedding.PER_SECOND
                        ? DataTypes.createArrayType(one, false)
                        : one;
        return List.of(DataTypes.createStructField(getOrDefault(outputCol), type, true));
    }

    @Override
    AudioEmbeddings self() {
        return this;
    }

    /** Reads stages that were saved. */
    public static MLReader<AudioEmbeddings> read() {
        return new NetworkReader<>(AudioEmbeddings.class, AudioEmbeddings::new);
    }

    /**
     * Loads a stage.
     *
     * @param path where {@link #save} put it
     */
    public static AudioEmbeddings load(String path) {
        return read().load(path);
    }
}
