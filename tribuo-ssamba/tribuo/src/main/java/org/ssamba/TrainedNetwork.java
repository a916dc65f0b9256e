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

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.encoder.WeightTransfer;
import org.ssamba.head.FittedHead;
import org.ssamba.inference.ClipInference;
import org.ssamba.protos.WeightsProto;
import org.ssamba.published.EncoderSafetensors;
import org.ssamba.published.StateDict;
import org.ssamba.serialization.EncoderContent;
import org.ssamba.serialization.ModelProtos;
import org.ssamba.training.FrontEnd;
import org.tribuo.Output;

/**
 * What a model is made of beside what Tribuo keeps.
 *
 * @param head what scores mean.
 * @param network of the encoder and the head.
 * @param frontEnd how audio becomes its input.
 * @param weights in the network's layout, not to be changed.
 */
record TrainedNetwork<T extends Output<T>, N extends ModelNetwork>(
        FittedHead<T> head, N network, FrontEnd frontEnd, float[] weights) {
    private static final int DEFAULT_BATCH = 16;

    /** Runs it, at first on the default device. */
    ClipInference inference() {
        return new ClipInference(
                network.config(),
                network::resized,
                weights,
                frontEnd,
                new ComputeDevice()::backend,
                DEFAULT_BATCH);
    }

    /** All weights by name, with their hash. */
    WeightsProto serializedWeights() {
        return ModelProtos.write(network.layout(), weights);
    }

    /** Writes the weights as a fine-tuned state dict of the published code. */
    void savePyTorch(Path file) throws IOException {
        StateDict.writePyTorch(
                file,
                network.config().width(),
                StateDict.tensors(StateDict.PREFIX, network.layout(), weights));
    }

    /** Writes encoder and head with all that is known of them; outputs are named in order. */
    void saveSafetensors(Path file, EncoderProvenance provenance, List<String> outputs)
            throws IOException {
        Map<String, NamedTensor> head = StateDict.tensors("", network.layout(), weights);
        head.keySet().removeIf(name -> !name.startsWith(StateDict.HEAD));
        EncoderSafetensors.write(encoder(provenance).content(), head, outputs, file);
    }

    /** The encoder without the head. */
    PretrainedEncoder encoder(EncoderProvenance provenance) {
        return new PretrainedEncoder(
                network.config(),
                frontEnd,
                WeightTransfer.into(
                        EncoderContent.layout(network.config(), false),
                        network.config(),
                        network.config(),
                        WeightTransfer.named(network.layout(), weights),
                        0),
                provenance);
    }
}
