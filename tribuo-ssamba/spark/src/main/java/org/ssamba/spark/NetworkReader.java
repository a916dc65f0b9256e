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

import java.util.function.Function;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/** Loads a stage that {@link NetworkWriter} saved. */
final class NetworkReader<T extends AudioTransformer<T>> extends MLReader<T> {
    private final Class<T> type;
    private final Function<String, T> stages;

    /**
     * A reader.
     *
     * @param type of the stage
     * @param stages makes a stage with an identifier
     */
    NetworkReader(Class<T> type, Function<String, T> stages) {
        this.type = type;
        this.stages = stages;
    }

    @Override
    public T load(String path) {
        DefaultParamsReader.Metadata metadata =
                DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), type.getName());
        T stage = stages.apply(metadata.uid());
        metadata.getAndSetParams(stage, Option.empty());
        // Now, since the folder may be saved over: that deletes it before anything is written.
        String network = NetworkWriter.network(path);
        return stage.give(
                network, stage.read(network, sparkSession().sparkContext().hadoopConfiguration()));
    }
}
