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
import org.ssamba.head.FittedHead;
import org.ssamba.protos.SSAMBASequenceModelProto;
import org.ssamba.serialization.ModelProtos;
import org.ssamba.training.FrontEnd;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.classification.Label;
import org.tribuo.impl.ModelDataCarrier;

/** What is inside a saved {@link SSAMBASequenceModel} (docs/file-formats.md). */
final class SequenceModelContent {
    private SequenceModelContent() {}

    static SSAMBASequenceModelProto write(
            ModelDataCarrier<Label> carrier, TrainedNetwork<Label, SequenceNetwork> trained) {
        SequenceNetwork network = trained.network();
        SSAMBASequenceModelProto.Builder content =
                SSAMBASequenceModelProto.newBuilder()
                        .setModelData(ModelProtos.deterministic(carrier))
                        .setEncoder(ModelProtos.write(network.config()))
                        .setFrontEnd(ModelProtos.write(trained.frontEnd()))
                        .setPooling(network.pooling().name())
                        .setHead(trained.head().serialize())
                        .setWeights(trained.serializedWeights());
        return content.setSha256(ModelProtos.sha256(content.build())).build();
    }

    static SSAMBASequenceModel read(SSAMBASequenceModelProto proto)
            throws InvalidProtocolBufferException {
        ModelProtos.requireSha256(proto.toBuilder().clearSha256().build(), proto.getSha256());
        ModelDataCarrier<?> carrier = ModelProtos.carrier(proto.getModelData());
        if (!(carrier.outputDomain().getOutput(0) instanceof Label)) {
            throw ModelProtos.broken("its outputs are no labels");
        }
        @SuppressWarnings("unchecked") // The domain was just seen to hold labels.
        ImmutableOutputInfo<Label> labels = (ImmutableOutputInfo<Label>) carrier.outputDomain();
        @SuppressWarnings("unchecked") // The head checks that the domain suits it.
        FittedHead<Label> head = (FittedHead<Label>) FittedHead.load(proto.getHead(), labels);
        SequenceNetwork network;
        FrontEnd frontEnd;
        try {
            frontEnd = ModelProtos.read(proto.getFrontEnd());
            network =
                    SequenceNetwork.of(
                            ModelProtos.read(proto.getEncoder()),
                            frontEnd.logMel(),
                            SecondsPooling.valueOf(proto.getPooling()),
                            head.outputs(),
                            head.kind());
        } catch (IllegalArgumentException e) {
            throw ModelProtos.broken(e.getMessage(), e);
        }
        return new SSAMBASequenceModel(
                carrier.name(),
                carrier.provenance(),
                carrier.featureDomain(),
                labels,
                new TrainedNetwork<>(
                        head,
                        network,
                        frontEnd,
                        ModelProtos.arena(network.layout(), ModelProtos.read(proto.getWeights()))));
    }
}
