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

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Spark in this process, with two tasks at a time, each tried thrice; begun once. */
final class LocalSpark {
    static final SparkSession SPARK =
            SparkSession.builder()
                    .master("local[2, 3]")
                    .config("spark.ui.enabled", "false")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.sql.shuffle.partitions", "2")
                    .config(
                            "spark.sql.warehouse.dir",
                            Path.of("target/warehouse").toUri().toString())
                    .getOrCreate();

    private LocalSpark() {}

    /** A column of text, in so many partitions. */
    static Dataset<Row> paths(int partitions, Stream<?> paths) {
        List<Row> rows = paths.map(path -> RowFactory.create(path.toString())).toList();
        return rows(rows, new StructType().add("path", DataTypes.StringType), partitions);
    }

    static Dataset<Row> rows(List<Row> rows, StructType schema, int partitions) {
        return SPARK.createDataset(rows, org.apache.spark.sql.Encoders.row(schema))
                .coalesce(partitions);
    }

    static List<Row> collect(Dataset<Row> rows) {
        return Arrays.asList((Row[]) rows.collect());
    }
}
