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
package org.ssamba.serialization;

import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import java.util.Base64;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.protos.PretrainedEncoderProto;
import org.ssamba.training.FrontEnd;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.training.RunState;

/** Which encoder the states of a pretraining run are of: its message without the weights. */
public final class EncoderCheckpoint {
    private static final String ENCODER = "ssamba.encoder-message";

    private EncoderCheckpoint() {}

    /** Keeps it with every state to come. */
    public static void describe(
            RunCheckpoint checkpoint,
            EncoderConfig config,
            FrontEnd frontEnd,
            ObjectProvenance provenance) {
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
    public static FrontEnd frontEnd(RunState state) {
        return ModelProtos.read(message(state).getFrontEnd());
    }

    /**
     * The encoder as it is in a state; its provenance is that of the run's beginning.
     *
     * @throws IllegalStateException if the state is that of another kind of run.
     */
    public static EncoderContent read(RunState state) {
        PretrainedEncoderProto message = message(state);
        EncoderConfig config = ModelProtos.read(message.getEncoder());
        ParameterLayout layout = EncoderContent.layout(config, true);
        NamedTensor weights = state.tensors().get(RunState.PARAMETERS);
        if (weights == null || weights.elementCount() != layout.size()) {
            throw new IllegalStateException("The state lacks the weights of " + config);
        }
        try {
            return new EncoderContent(
                    config,
                    ModelProtos.read(message.getFrontEnd()),
                    layout,
                    weights.floats(),
                    OrderedProvenance.read(
                            RootProvenanceProto.parseFrom(message.getProvenance()),
                            ObjectProvenance.class));
        } catch (InvalidProtocolBufferException e) {
            throw unknown(e);
        }
    }

    private static PretrainedEncoderProto message(RunState state) {
        String text = state.facts().get(ENCODER);
        if (text == null) {
            throw new IllegalStateException("It is not the state of a pretraining run");
        }
        try {
            return PretrainedEncoderProto.parseFrom(Base64.getDecoder().decode(text));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw unknown(e);
        }
    }

    private static IllegalStateException unknown(Exception cause) {
        return new IllegalStateException(
                "The state does not say of which encoder it is: " + cause.getMessage(), cause);
    }
}
