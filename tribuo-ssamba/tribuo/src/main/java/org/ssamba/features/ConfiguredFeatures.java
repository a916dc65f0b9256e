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
import com.oracle.labs.mlrg.olcut.config.ConfigurationData;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.util.List;
import java.util.Map;
import org.ssamba.ComputeDevice;
import org.ssamba.data.ClipAudio;
import org.ssamba.protos.FeatureExtractorProto;
import org.ssamba.serialization.ModelProtos;
import org.ssamba.serialization.OrderedProvenance;

/**
 * Features of an extractor that its configuration says all about. It is saved as that, with the
 * hash of what it computes, which must be the same when it is built again.
 *
 * @param extractor computes them.
 */
record ConfiguredFeatures(AudioFeatureExtractor<?> extractor) implements ModelFeatures {
    @Override
    public List<String> names() {
        return extractor.featureNames();
    }

    @Override
    public List<FeatureRows> compute(List<ClipAudio> clips) {
        return extractor.compute(clips);
    }

    /** Without a network there is no device to choose. */
    @Override
    public ModelFeatures on(ComputeDevice device) {
        return this;
    }

    @Override
    public int batchSize() {
        return DEFAULT_BATCH;
    }

    @Override
    public ModelFeatures inBatchesOf(int clips) {
        return this;
    }

    @Override
    public Map<String, Provenance> facts() {
        return Map.of();
    }

    @Override
    public FeatureExtractorProto serialize() {
        return FeatureExtractorProto.newBuilder()
                .setVersion(CURRENT_VERSION)
                .setClassName(extractor.getClass().getName())
                .setConfiguration(
                        ModelProtos.deterministic(
                                OrderedProvenance.write(extractor.getProvenance())))
                .setContentHash(extractor.contentHash())
                .build();
    }

    static ConfiguredFeatures read(FeatureExtractorProto proto)
            throws InvalidProtocolBufferException {
        requireExtractor(proto.getClassName());
        ConfiguredObjectProvenance provenance =
                OrderedProvenance.read(
                        RootProvenanceProto.parseFrom(proto.getConfiguration()),
                        ConfiguredObjectProvenance.class);
        List<ConfigurationData> configuration = ProvenanceUtil.extractConfiguration(provenance);
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(configuration);
        AudioFeatureExtractor<?> extractor =
                (AudioFeatureExtractor<?>) manager.lookup(configuration.get(0).getName());
        if (!extractor.contentHash().equals(proto.getContentHash())) {
            throw ModelProtos.broken(
                    extractor
                            + " computes other features than the model was trained on: a file that"
                            + " it reads has changed, or its class has");
        }
        return new ConfiguredFeatures(extractor);
    }

    /** A class that a file names is initialised only after it is known to be an extractor. */
    private static void requireExtractor(String className) {
        try {
            Class<?> named =
                    Class.forName(className, false, ConfiguredFeatures.class.getClassLoader());
            if (!AudioFeatureExtractor.class.isAssignableFrom(named)) {
                throw ModelProtos.broken(className + " is not an AudioFeatureExtractor");
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "The saved model needs the extractor "
                            + className
                            + ", which is not on the class path",
                    e);
        }
    }

    /** An extractor that the model has is the model's to close. */
    @Override
    public void close() {
        if (extractor instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(extractor + " cannot be closed", e);
            }
        }
    }
}
