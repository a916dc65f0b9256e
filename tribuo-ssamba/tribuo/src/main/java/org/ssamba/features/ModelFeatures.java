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
package org.ssamba.features;

import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.util.List;
import java.util.Map;
import org.ssamba.ComputeDevice;
import org.ssamba.data.ClipAudio;
import org.ssamba.protos.FeatureExtractorProto;
import org.ssamba.serialization.ModelProtos;

/**
 * What an {@link AudioFeatureModel} keeps of its trainer's extractor: it computes the same
 * features, on a device of the model's choice, and is saved with the model. Thread-safe.
 */
sealed interface ModelFeatures permits EncoderFeatures, ConfiguredFeatures {
    /** The version of what {@link #serialize} writes. */
    int CURRENT_VERSION = 0;

    /** Clips at once, if nothing else was chosen. */
    int DEFAULT_BATCH = 16;

    /** What a trainer's extractor leaves to its models. */
    static ModelFeatures of(AudioFeatureExtractor<?> extractor) {
        return extractor instanceof SSAMBAFeatureExtractor<?> encoder
                ? encoder.features()
                : new ConfiguredFeatures(extractor);
    }

    /**
     * Reads what {@link #serialize} wrote.
     *
     * @throws IllegalStateException if it is damaged, or computes something else than it did.
     */
    static ModelFeatures read(FeatureExtractorProto proto) throws InvalidProtocolBufferException {
        if (proto.getVersion() != CURRENT_VERSION) {
            throw ModelProtos.broken(
                    "its extractor is of version "
                            + proto.getVersion()
                            + "; this library reads version "
                            + CURRENT_VERSION);
        }
        return proto.hasEncoder() ? EncoderFeatures.read(proto) : ConfiguredFeatures.read(proto);
    }

    /** What the values of a row are called. */
    List<String> names();

    /** The features of each clip, in order. */
    List<FeatureRows> compute(List<ClipAudio> clips);

    /** The same features computed elsewhere; what this holds of its own device is freed. */
    ModelFeatures on(ComputeDevice device);

    /** How many clips to compute at once. */
    int batchSize();

    /** The same features, so many clips at once. */
    ModelFeatures inBatchesOf(int clips);

    /** Facts of the device, for provenance; none if there is none. */
    Map<String, Provenance> facts();

    /** All that is needed to compute the features again. */
    FeatureExtractorProto serialize();

    /** Frees the device's memory; it can still be used afterwards. */
    void close();
}
