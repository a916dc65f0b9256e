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
package org.ssamba;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.FittedHead;
import org.ssamba.protos.SSAMBAModelProto;
import org.ssamba.published.FileStart;
import org.ssamba.serialization.ModelProtos;
import org.ssamba.training.FrontEnd;
import org.tribuo.Output;
import org.tribuo.impl.ModelDataCarrier;
import org.tribuo.protos.core.ModelProto;

/** What is inside a saved {@link SSAMBAModel} (docs/file-formats.md). */
final class ModelContent {
    private ModelContent() {}

    /** What {@link SSAMBAModel#load} does. */
    static SSAMBAModel<?> load(Path file) throws IOException {
        FileStart start = FileStart.of(file);
        try {
            ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(file));
            String found = proto.getClassName();
            if (found.equals(PretrainedEncoder.class.getName())) {
                throw new IllegalStateException(
                        "it is an encoder, which PretrainedEncoder.load reads");
            }
            if (!found.equals(SSAMBAModel.class.getName())) {
                throw new IllegalStateException("its class is \"" + found + "\"");
            }
            // Not by way of Tribuo, which would bury the reason under its own exceptions.
            return SSAMBAModel.deserializeFromProto(
                    proto.getVersion(), found, proto.getSerializedData());
        } catch (InvalidProtocolBufferException | IllegalStateException e) {
            throw new IllegalStateException(
                    file + " is not a SSAMBAModel or is damaged: " + start.problem(e.getMessage()),
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    static SSAMBAModelProto write(
            ModelDataCarrier<?> carrier, TrainedNetwork<?, SupervisedModelNetwork> trained) {
        SupervisedModelNetwork network = trained.network();
        SSAMBAModelProto.Builder content =
                SSAMBAModelProto.newBuilder()
                        .setModelData(ModelProtos.deterministic(carrier))
                        .setEncoder(ModelProtos.write(network.config()))
                        .setFrontEnd(ModelProtos.write(trained.frontEnd()))
                        .setPooling(network.pooling().name())
                        .setHead(trained.head().serialize())
                        .setWeights(trained.serializedWeights())
                        .setClipLength(network.lengths().length().name())
                        .setHopSeconds(network.lengths().hopSeconds());
        return content.setSha256(ModelProtos.sha256(content.build())).build();
    }

    static SSAMBAModel<?> read(SSAMBAModelProto proto) throws InvalidProtocolBufferException {
        ModelProtos.requireSha256(proto.toBuilder().clearSha256().build(), proto.getSha256());
        return read(proto, ModelProtos.carrier(proto.getModelData()));
    }

    private static <U extends Output<U>> SSAMBAModel<U> read(
            SSAMBAModelProto proto, ModelDataCarrier<U> carrier) {
        // The head checks that the domain holds outputs of its type.
        @SuppressWarnings("unchecked")
        FittedHead<U> head =
                (FittedHead<U>) FittedHead.load(proto.getHead(), carrier.outputDomain());
        SupervisedModelNetwork network;
        FrontEnd frontEnd;
        try {
            frontEnd = ModelProtos.read(proto.getFrontEnd());
            network =
                    SupervisedModelNetwork.of(
                                    ModelProtos.read(proto.getEncoder()),
                                    Pooling.Kind.valueOf(proto.getPooling()),
                                    head.outputs(),
                                    head.kind())
                            .withLengths(lengths(proto));
            network.lengths().check(frontEnd.logMel(), network.config());
        } catch (IllegalArgumentException e) {
            throw ModelProtos.broken(e.getMessage(), e);
        }
        return new SSAMBAModel<>(
                carrier.name(),
                carrier.provenance(),
                carrier.featureDomain(),
                carrier.outputDomain(),
                new TrainedNetwork<>(
                        head,
                        network,
                        frontEnd,
                        ModelProtos.arena(network.layout(), ModelProtos.read(proto.getWeights()))));
    }

    /** Models from before there was a choice have no name here: they cut. */
    private static ClipLengths lengths(SSAMBAModelProto proto) {
        return proto.getClipLength().isEmpty()
                ? ClipLengths.CUT
                : new ClipLengths(ClipLength.valueOf(proto.getClipLength()), proto.getHopSeconds());
    }
}
