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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;

/** Saves a stage as Spark ML does, and its network beside the parameters. */
final class NetworkWriter extends MLWriter {
    private static final String NETWORK = "network";

    private final AudioTransformer<?> stage;

    NetworkWriter(AudioTransformer<?> stage) {
        this.stage = stage;
    }

    /** Where the network of a saved stage is. */
    static String network(String path) {
        return new Path(path, NETWORK).toString();
    }

    @Override
    public void saveImpl(String path) {
        byte[] network = stage.bytes(sparkSession());
        DefaultParamsWriter$.MODULE$.saveMetadata(stage, path, sparkSession());
        Path file = new Path(network(path));
        Configuration configuration = sparkSession().sparkContext().hadoopConfiguration();
        try (OutputStream out = file.getFileSystem(configuration).create(file, true)) {
            out.write(network);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
