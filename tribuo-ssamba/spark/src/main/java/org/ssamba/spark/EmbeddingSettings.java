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

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.ssamba.ClipLength;
import org.ssamba.ComputeDevice;
import org.ssamba.PretrainedEncoder;
import org.ssamba.data.ClipAudio;
import org.ssamba.features.EncoderFeatures;
import org.ssamba.features.FeatureRows;
import org.ssamba.features.SSAMBAFeatureExtractor.Embedding;
import org.ssamba.protos.PretrainedEncoderProto;

/**
 * Embeddings of an encoder.
 *
 * @param sha256 of the encoder's bytes
 * @param embedding which tokens make up an embedding
 * @param clipLength what is done with clips of other lengths than the encoder's
 * @param vectors whether an embedding is a vector of Spark ML, else an array of float
 */
record EmbeddingSettings(String sha256, Embedding embedding, ClipLength clipLength, boolean vectors)
        implements NetworkSettings {
    @Override
    public int columns() {
        return 1;
    }

    @Override
    public boolean holdsClips() {
        return embedding == Embedding.PER_SECOND;
    }

    @Override
    public ClipNetwork open(byte[] file, ComputeDevice device, int batchSize) {
        EncoderFeatures features =
                new EncoderFeatures(encoder(file), embedding, clipLength, device, batchSize);
        return new ClipNetwork() {
            @Override
            public List<Object[]> run(List<ClipAudio> clips) {
                List<Object[]> values = new ArrayList<>(clips.size());
                features.compute(clips).forEach(rows -> values.add(new Object[] {value(rows)}));
                return values;
            }

            @Override
            public void close() {
                features.close();
            }
        };
    }

    private static PretrainedEncoder encoder(byte[] file) {
        try {
            return PretrainedEncoder.deserialize(PretrainedEncoderProto.parseFrom(file));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("An encoder was damaged on its way to a task", e);
        }
    }

    private Object value(FeatureRows rows) {
        return holdsClips()
                ? Arrays.stream(rows.rows()).map(this::row).toArray()
                : row(rows.rows()[0]);
    }

    private Object row(double[] row) {
        if (vectors) {
            return Vectors.dense(row);
        }
        Float[] values = new Float[row.length];
        Arrays.setAll(values, i -> (float) row[i]);
        return values;
    }
}
