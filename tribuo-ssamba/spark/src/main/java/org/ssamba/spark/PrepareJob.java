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
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.ssamba.audio.LogMelConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prepares a corpus for pretraining on one machine. */
@Command(
        name = "prepare",
        mixinStandardHelpOptions = true,
        description = {
            "Makes tar shards of a corpus, each with what pretraining would find out about its"
                    + " clips: hashes, extents, statistics and packed spectrograms.",
            "",
            "OUTPUT/shards is for pretraining, OUTPUT/clips lists what is in it and what could not"
                    + " be read."
        })
final class PrepareJob extends CorpusJob {
    @Option(
            names = "--mels",
            paramLabel = "BINS",
            description = "Of the spectrograms of the encoder to be trained: ${DEFAULT-VALUE}.")
    private int mels = 128;

    /** Used by picocli. */
    PrepareJob() {}

    @Override
    String work() {
        return "prepare";
    }

    @Override
    String tableFolder(String folder) {
        return new Path(folder, "clips").toString();
    }

    @Override
    String settings(SparkSession spark) {
        return LogMelConfig.standard().withMelBins(mels) + ", clips from " + path() + "\n";
    }

    @Override
    Dataset<Row> accepted(Dataset<Row> clips) {
        Dataset<Row> paths = clips.select(path());
        DataType type = paths.schema().apply(path()).dataType();
        if (!type.equals(DataTypes.StringType)) {
            throw new IllegalArgumentException(
                    "prepare needs paths or URIs, and column '"
                            + path()
                            + "' of "
                            + input()
                            + " is "
                            + type.simpleString()
                            + ": name a column of text with --path");
        }
        return paths;
    }

    @Override
    Dataset<Row> table(Dataset<Row> units, ClipCounters counters) {
        SparkContext context = units.sparkSession().sparkContext();
        Configuration configuration = context.hadoopConfiguration();
        return units.select(JobPlan.UNIT, path())
                .mapPartitions(
                        new UnitShard(
                                folder(configuration),
                                new Path(output(), "shards").toString(),
                                mels,
                                SerializableConfiguration.broadcast(context, configuration),
                                counters),
                        Encoders.row(UnitShard.SCHEMA));
    }

    /** The input with its scheme, as the clips in it have. */
    private String folder(Configuration configuration) {
        Path path = new Path(input());
        try {
            return path.getFileSystem(configuration).makeQualified(path).toUri().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be found: " + e.getMessage(), e);
        }
    }
}
