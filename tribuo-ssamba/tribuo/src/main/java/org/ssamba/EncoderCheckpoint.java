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
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.protos.PretrainedEncoderProto;
import org.ssamba.provenance.RunProvenance;
import org.ssamba.serialization.EncoderContent;
import org.ssamba.serialization.ModelProtos;
import org.ssamba.serialization.OrderedProvenance;
import org.ssamba.training.FrontEnd;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.training.RunState;

/** Which encoder the states of a pretraining run are of: its message without the weights. */
final class EncoderCheckpoint {
    private static final String ENCODER = "ssamba.encoder-message";

    private EncoderCheckpoint() {}

    /** Keeps it with every state to come. */
    static void describe(
            RunCheckpoint checkpoint,
            EncoderConfig config,
            FrontEnd frontEnd,
            EncoderProvenance provenance) {
        PretrainedEncoderProto message =
                PretrainedEncoderProto.newBuilder()
                        .setEncoder(ModelProtos.write(config))
                        .setFrontEnd(ModelProtos.write(frontEnd))
                        .setProvenance(
                                ModelProtos.deterministic(OrderedProvenance.write(provenance)))
                        .build();
        checkpoint.describe(ENCODER, Base64.getEncoder().encodeToString(message.toByteArray()));
    }

    /** The front end that the run began with. */
    static FrontEnd frontEnd(RunState state) {
        return ModelProtos.read(message(state).getFrontEnd());
    }

    /** See {@link PretrainedEncoder#ofCheckpoint}. */
    static PretrainedEncoder read(Path file) throws IOException {
        RunState state = RunState.read(file);
        PretrainedEncoderProto message = message(state);
        EncoderProvenance begun =
                OrderedProvenance.read(
                        RootProvenanceProto.parseFrom(message.getProvenance()),
                        EncoderProvenance.class);
        NamedTensor weights = state.tensors().get(RunState.PARAMETERS);
        EncoderConfig config = ModelProtos.read(message.getEncoder());
        if (weights == null
                || weights.elementCount() != EncoderContent.layout(config, true).size()) {
            throw new IllegalStateException(file + " lacks the weights of " + config);
        }
        Map<String, Provenance> facts = new LinkedHashMap<>();
        begun.run().getMap().forEach(facts::put);
        RunProvenance reached =
                new RunProvenance().add("steps", Long.parseLong(state.facts().get("step")));
        if (state.facts().containsKey("loss")) {
            reached.add("last-loss", Double.parseDouble(state.facts().get("loss")))
                    .add("last-accuracy", Double.parseDouble(state.facts().get("accuracy")))
                    .add("last-error", Double.parseDouble(state.facts().get("error")));
        }
        facts.putAll(reached.facts());
        return new PretrainedEncoder(
                config,
                ModelProtos.read(message.getFrontEnd()),
                weights.floats(),
                new EncoderProvenance(
                        begun.pretrainer().orElseThrow(),
                        begun.corpus().orElseThrow(),
                        OffsetDateTime.now(ZoneId.systemDefault()),
                        facts));
    }

    private static PretrainedEncoderProto message(RunState state) {
        String text = state.facts().get(ENCODER);
        if (text == null) {
            throw new IllegalStateException("It is not the state of a pretraining run");
        }
        try {
            return PretrainedEncoderProto.parseFrom(Base64.getDecoder().decode(text));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The state does not say of which encoder it is: " + e.getMessage(), e);
        }
    }
}
