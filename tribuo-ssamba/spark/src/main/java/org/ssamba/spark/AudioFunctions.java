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

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Stages as functions of Spark SQL. A function sees one row at a time, so that nothing is run in
 * batches: for whole tables the stage itself is faster.
 */
public final class AudioFunctions {
    private AudioFunctions() {}

    /**
     * Registers two functions: {@code name(audio)} and {@code name_part(audio, start, duration)},
     * of a path, a URI or the bytes of a file, and of seconds. Each gives a struct of the columns
     * that the stage adds. With {@code handleInvalid} of {@code error} a clip that cannot be read
     * fails the query, else the struct says why.
     *
     * @param spark the session that knows the functions from then on
     * @param name of the first function
     * @param stage {@link AudioEmbeddings} or {@link AudioClassifier}; its columns of input are not
     *     used
     * @throws java.io.UncheckedIOException if the stage's network cannot be read
     */
    public static void register(SparkSession spark, String name, AudioTransformer<?> stage) {
        StructType type = DataTypes.createStructType(stage.columns());
        ClipFunction function =
                new ClipFunction(stage.call(spark), stage.unreadable() == Unreadable.ERROR);
        spark.udf().register(name, (UDF1<Object, Object>) function, type);
        spark.udf().register(name + "_part", (UDF3<Object, Object, Object, Object>) function, type);
    }
}
