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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What {@link AudioEmbeddings} and {@link AudioClassifier} have in common: which columns name a
 * clip, where tasks compute, and what becomes of clips that cannot be read. A stage of a pipeline:
 * it is saved with its network and needs no other file when it is loaded.
 *
 * <p>Clips are paths or URIs of any file system that Hadoop knows (file, hdfs, s3a, …), {@code
 * tar:} entries, or the bytes of files. Rows stay in their partitions and in order, nothing is
 * shuffled. A partition is run in batches of consecutive rows, so that it gives the same bits
 * whenever, and wherever on machines of one kind, it is run.
 *
 * @param <T> the class itself
 */
public abstract class AudioTransformer<T extends AudioTransformer<T>> extends Transformer
        implements MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Param<String> inputCol;
    private final Param<String> startCol;
    private final Param<String> durationCol;
    private final Param<String> errorCol;
    private final Param<String> handleInvalid;
    private final Param<String> device;
    private final Param<String> precision;
    private final IntParam batchSize;

    /** The network, once it was read; null before. */
    private transient NetworkFile file;

    /** A stage with defaults. */
    AudioTransformer(String uid) {
        this.uid = uid;
        inputCol = text("inputCol", "column of paths, URIs or bytes of audio files");
        startCol = text("startCol", "column of seconds where a clip begins; '' for none");
        durationCol = text("durationCol", "column of a clip's length in seconds; '' for none");
        errorCol = text("errorCol", "column that says why a clip cannot be read, else null");
        handleInvalid =
                choice(
                        "handleInvalid",
                        "what to do with a clip that cannot be read: keep the row, with its"
                                + " reason; skip the row; or fail with an error",
                        Unreadable.values());
        device =
                choice(
                        "device",
                        "auto: the GPU that Spark assigns to the task, else the CPU; cpu; cuda:"
                                + " the GPU that Spark assigns, else the first",
                        TaskDevice.Kind.values());
        precision =
                choice(
                        "precision",
                        "auto: bfloat16 on a GPU, float32 on the CPU; float32 everywhere",
                        Precisions.values());
        batchSize =
                new IntParam(
                        this,
                        "batchSize",
                        "clips at once, at most; 1 or more",
                        ParamValidators.gtEq(1));
        setDefault(inputCol, "path");
        setDefault(startCol, "");
        setDefault(durationCol, "");
        setDefault(errorCol, "error");
        setDefault(handleInvalid, "keep");
        setDefault(device, "auto");
        setDefault(precision, "auto");
        setDefault(batchSize, 16);
    }

    private enum Precisions {
        AUTO,
        FLOAT32
    }

    final Param<String> text(String name, String doc) {
        return new Param<>(this, name, doc);
    }

    final Param<String> choice(String name, String doc, Enum<?>[] values) {
        List<String> names =
                Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
        return new Param<>(
                this, name, doc + " (" + String.join(", ", names) + ")", names::contains);
    }

    /**
     * Sets a parameter.
     *
     * @throws IllegalArgumentException if it cannot have that value, with those that it can have
     */
    final <V> void put(Param<V> param, V value) {
        if (value == null || !(boolean) param.isValid().apply(value)) {
            throw new IllegalArgumentException(
                    uid
                            + ": "
                            + param.name()
                            + " cannot be "
                            + (value == null ? "null" : "'" + value + "'")
                            + ". It is: "
                            + param.doc());
        }
        set(param, value);
    }

    /** The value of a {@link #choice}. */
    final <E extends Enum<E>> E chosen(Class<E> type, Param<String> param) {
        return Enum.valueOf(type, getOrDefault(param).toUpperCase(Locale.ROOT));
    }

    /** The parameter that says where the network is. */
    abstract Param<String> location();

    /** Reads the network on the driver. */
    abstract NetworkFile read(String location, Configuration configuration);

    /** Which network, and what of it. */
    abstract NetworkSettings settings(String sha256);

    /** The columns that the network gives. */
    abstract List<StructField> added();

    abstract T self();

    @Override
    public String uid() {
        return uid;
    }

    /** Column of paths or URIs (string) or of the bytes of files (binary); {@code path}. */
    public Param<String> inputCol() {
        return inputCol;
    }

    /** Column of where a clip begins in its file, in seconds; none, and null is the beginning. */
    public Param<String> startCol() {
        return startCol;
    }

    /** Column of a clip's length in seconds; none, and null is up to the end of the file. */
    public Param<String> durationCol() {
        return durationCol;
    }

    /** Column, made by this stage, of why a clip cannot be read; {@code error}. */
    public Param<String> errorCol() {
        return errorCol;
    }

    /** What to do with a clip that cannot be read: {@code keep}, {@code skip} or {@code error}. */
    public Param<String> handleInvalid() {
        return handleInvalid;
    }

    /** Where tasks compute: {@code auto}, {@code cpu} or {@code cuda}. */
    public Param<String> device() {
        return device;
    }

    /** In what numbers: {@code auto} or {@code float32}. */
    public Param<String> precision() {
        return precision;
    }

    /** Clips at once, at most; 16. Another number changes results by rounding. */
    public IntParam batchSize() {
        return batchSize;
    }

    /** Sets {@link #inputCol}. */
    public T setInputCol(String column) {
        put(inputCol, column);
        return self();
    }

    /** Sets {@link #startCol}. */
    public T setStartCol(String column) {
        put(startCol, column);
        return self();
    }

    /** Sets {@link #durationCol}. */
    public T setDurationCol(String column) {
        put(durationCol, column);
        return self();
    }

    /** Sets {@link #errorCol}. */
    public T setErrorCol(String column) {
        put(errorCol, column);
        return self();
    }

    /** Sets {@link #handleInvalid}. */
    public T setHandleInvalid(String policy) {
        put(handleInvalid, policy);
        return self();
    }

    /** Sets {@link #device}. */
    public T setDevice(String kind) {
        put(device, kind);
        return self();
    }

    /** Sets {@link #precision}. */
    public T setPrecision(String numbers) {
        put(precision, numbers);
        return self();
    }

    /** Sets {@link #batchSize}. */
    public T setBatchSize(int clips) {
        put(batchSize, clips);
        return self();
    }

    /** Takes a network that need not be read. */
    final T give(String name, NetworkFile network) {
        put(location(), name);
        file = network;
        return self();
    }

    /** The network is elsewhere now. */
    final T read(String location) {
        put(location(), location);
        file = null;
        return self();
    }

    private synchronized NetworkFile file(Configuration configuration) {
        if (file == null) {
            if (!isSet(location())) {
                throw new IllegalArgumentException(
                        uid + ": set its " + location().name() + " to a path or URI");
            }
            file = read(getOrDefault(location()), configuration);
        }
        return file;
    }

    /**
     * Adds the columns; nothing is read before an action asks for rows, except the network.
     *
     * @throws IllegalArgumentException if a column is missing, of another type, or there already
     * @throws java.io.UncheckedIOException if the network cannot be read
     */
    @Override
    public Dataset<Row> transform(Dataset<?> clips) {
        return transform(clips, ClipCounters.in(clips.sparkSession().sparkContext()));
    }

    /** The same, counted by counters of somebody else. */
    final Dataset<Row> transform(Dataset<?> clips, ClipCounters counters) {
        Dataset<Row> rows = clips.toDF();
        StructType schema = rows.schema();
        StructType with = transformSchema(schema);
        SparkSession spark = rows.sparkSession();
        ClipColumns columns =
                new ClipColumns(
                        schema.fieldIndex(getOrDefault(inputCol)),
                        index(schema, startCol),
                        index(schema, durationCol));
        return rows.mapPartitions(
                new ClipRows(call(spark), columns, unreadable(), counters), Encoders.row(with));
    }

    final Unreadable unreadable() {
        return chosen(Unreadable.class, handleInvalid);
    }

    /** What tasks get. */
    final NetworkCall call(SparkSession spark) {
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        NetworkFile network = file(configuration);
        return new NetworkCall(
                settings(network.sha256()),
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(network.bytes()),
                SerializableConfiguration.broadcast(spark.sparkContext(), configuration),
                chosen(TaskDevice.Kind.class, device),
                chosen(Precisions.class, precision) == Precisions.FLOAT32,
                (int) getOrDefault(batchSize));
    }

    /** All that decides the rows: the network's hash and what is done with it, and the columns. */
    final String settingsText(SparkSession spark) {
        return settings(file(spark.sparkContext().hadoopConfiguration()).sha256())
                + ", batches of "
                + getOrDefault(batchSize)
                + ", "
                + getOrDefault(precision)
                + ", clips from "
                + List.of(getOrDefault(inputCol), getOrDefault(startCol), getOrDefault(durationCol))
                + "\n";
    }

    private int index(StructType schema, Param<String> column) {
        String name = getOrDefault(column);
        return name.isEmpty() ? -1 : schema.fieldIndex(name);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        require(
                schema,
                inputCol,
                type -> type == DataTypes.StringType || type == DataTypes.BinaryType,
                "string or binary");
        for (Param<String> time : List.of(startCol, durationCol)) {
            if (!getOrDefault(time).isEmpty()) {
                require(schema, time, NumericType.class::isInstance, "numeric");
            }
        }
        StructType with = schema;
        for (StructField field : columns()) {
            if (Arrays.asList(with.fieldNames()).contains(field.name())) {
                throw new IllegalArgumentException(
                        uid + ": there is a column '" + field.name() + "' already; choose another");
            }
            with = with.add(field);
        }
        return with;
    }

    /** All columns that are added, that of errors last. */
    final List<StructField> columns() {
        List<StructField> columns = new ArrayList<>(added());
        columns.add(
                DataTypes.createStructField(getOrDefault(errorCol), DataTypes.StringType, true));
        return columns;
    }

    private void require(
            StructType schema, Param<String> param, Predicate<DataType> types, String wanted) {
        String name = getOrDefault(param);
        if (!Arrays.asList(schema.fieldNames()).contains(name)) {
            throw new IllegalArgumentException(
                    uid
                            + ": there is no column '"
                            + name
                            + "' ("
                            + param.name()
                            + "); there are "
                            + String.join(", ", schema.fieldNames()));
        }
        if (!types.test(schema.apply(name).dataType())) {
            throw new IllegalArgumentException(
                    uid
                            + ": column '"
                            + name
                            + "' ("
                            + param.name()
                            + ") is "
                            + schema.apply(name).dataType().simpleString()
                            + ", not "
                            + wanted);
        }
    }

    @Override
    public T copy(ParamMap extra) {
        T copy = defaultCopy(extra);
        AudioTransformer<T> other = copy;
        if (getOrDefaultLocation().equals(other.getOrDefaultLocation())) {
            other.file = file;
        }
        return copy;
    }

    private String getOrDefaultLocation() {
        return isSet(location()) ? getOrDefault(location()) : "";
    }

    /** Saves the stage with its network. */
    @Override
    public MLWriter write() {
        return new NetworkWriter(this);
    }

    @Override
    public void save(String path) throws IOException {
        write().save(path);
    }

    /** The network's bytes, read now if they were not yet. */
    final byte[] bytes(SparkSession spark) {
        return file(spark.sparkContext().hadoopConfiguration()).bytes();
    }
}
