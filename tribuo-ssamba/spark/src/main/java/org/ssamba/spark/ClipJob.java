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
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** A job that adds a stage's columns to a table of clips. */
abstract class ClipJob extends CorpusJob {
    @Option(names = "--start", paramLabel = "COLUMN", description = "Of seconds; none.")
    private String start = "";

    @Option(names = "--duration", paramLabel = "COLUMN", description = "Of seconds; none.")
    private String duration = "";

    @Option(
            names = "--batch",
            paramLabel = "CLIPS",
            description = "At once through the network: ${DEFAULT-VALUE}.")
    private int batch = 16;

    @Option(names = "--device", paramLabel = "AUTO|CPU|CUDA", description = "AUTO if not given.")
    private TaskDevice.Kind device = TaskDevice.Kind.AUTO;

    @Option(names = "--float32", description = "Also on a GPU.")
    private boolean float32;

    @Option(names = "--strict", description = "Fail at a clip that cannot be read.")
    private boolean strict;

    private AudioTransformer<?> complete;

    /** The stage, without what all have in common. */
    abstract AudioTransformer<?> stage();

    private AudioTransformer<?> complete() {
        if (complete == null) {
            complete = stage();
            complete.setInputCol(path());
            complete.setStartCol(start);
            complete.setDurationCol(duration);
            complete.setBatchSize(batch);
            complete.setDevice(device.name().toLowerCase(Locale.ROOT));
            complete.setPrecision(float32 ? "float32" : "auto");
            complete.setHandleInvalid(strict ? "error" : "keep");
        }
        return complete;
    }

    @Override
    final List<String> times() {
        return Stream.of(start, duration).filter(name -> !name.isEmpty()).toList();
    }

    @Override
    final Dataset<Row> accepted(Dataset<Row> clips) {
        complete().transformSchema(clips.schema());
        return clips;
    }

    @Override
    final String settings(SparkSession spark) {
        return complete().settingsText(spark);
    }

    @Override
    final Dataset<Row> table(Dataset<Row> units, ClipCounters counters) {
        return complete().transform(units, counters);
    }
}
