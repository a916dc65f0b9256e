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

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.data.AudioExamples;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.FittedHead;
import org.ssamba.head.OutputHead;
import org.ssamba.published.PublishedCheckpoint;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableDataset;
import org.tribuo.MutableFeatureMap;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.provenance.impl.EmptyDatasetProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

/** Makes a model of a fine-tuned file: what Tribuo wants to know and such a file does not say. */
final class FineTunedImport<T extends Output<T>> {
    private final PublishedCheckpoint checkpoint;
    private final ImmutableOutputInfo<T> info;
    private final FittedHead<T> fitted;

    private FineTunedImport(
            PublishedCheckpoint checkpoint,
            OutputHead<T> head,
            OutputFactory<T> factory,
            List<T> outputs) {
        this.checkpoint = checkpoint;
        this.info = factory.constructInfoForExternalModel(ids(checkpoint, outputs));
        this.fitted =
                head.fit(
                        new MutableDataset<>(
                                new SimpleDataSourceProvenance("no data", factory), factory),
                        info);
    }

    /** As {@link SSAMBAModel#of} says. */
    static <T extends Output<T>> SSAMBAModel<T> model(
            PublishedCheckpoint checkpoint,
            OutputHead<T> head,
            OutputFactory<T> factory,
            List<T> outputs,
            Pooling.Kind pooling) {
        return new FineTunedImport<>(checkpoint, head, factory, outputs).ofClips(pooling);
    }

    /** As {@link SSAMBASequenceModel#of} says. */
    static SSAMBASequenceModel sequenceModel(
            PublishedCheckpoint checkpoint,
            OutputHead<Label> head,
            List<Label> outputs,
            SecondsPooling pooling) {
        FineTunedImport<Label> read =
                new FineTunedImport<>(checkpoint, head, new LabelFactory(), outputs);
        SequenceNetwork network =
                SequenceNetwork.of(
                        checkpoint.config(),
                        checkpoint.frontEnd().logMel(),
                        pooling,
                        read.fitted.outputs(),
                        read.fitted.kind());
        return new SSAMBASequenceModel(
                SSAMBASequenceModel.DEFAULT_NAME,
                read.provenance(SSAMBASequenceModel.class),
                features(),
                read.info,
                read.trained(network));
    }

    private SSAMBAModel<T> ofClips(Pooling.Kind pooling) {
        SupervisedModelNetwork network =
                SupervisedModelNetwork.of(
                        checkpoint.config(), pooling, fitted.outputs(), fitted.kind());
        return new SSAMBAModel<>(
                SSAMBAModel.DEFAULT_NAME,
                provenance(SSAMBAModel.class),
                features(),
                info,
                trained(network));
    }

    private static <T extends Output<T>> Map<T, Integer> ids(
            PublishedCheckpoint checkpoint, List<T> outputs) {
        if (checkpoint.outputs() == 0) {
            throw new IllegalArgumentException(
                    checkpoint.file()
                            + ": there is no "
                            + PublishedCheckpoint.OUTPUTS
                            + ", so this is no fine-tuned model; take its encoder() and train one");
        }
        Map<T, Integer> ids = new LinkedHashMap<>();
        outputs.forEach(output -> ids.put(output, ids.size()));
        if (ids.size() != outputs.size() || outputs.size() != checkpoint.outputs()) {
            throw new IllegalArgumentException(
                    checkpoint.file()
                            + ": tensor "
                            + PublishedCheckpoint.OUTPUTS
                            + ": predicts "
                            + checkpoint.outputs()
                            + " outputs but "
                            + ids.size()
                            + " different ones are given; name each once, in the order of the"
                            + " network's outputs");
        }
        return ids;
    }

    private <N extends ModelNetwork> TrainedNetwork<T, N> trained(N network) {
        return new TrainedNetwork<>(
                fitted, network, checkpoint.frontEnd(), checkpoint.arena(network.layout()));
    }

    private static ImmutableFeatureMap features() {
        MutableFeatureMap features = new MutableFeatureMap();
        features.add(AudioExamples.DURATION_FEATURE, 0);
        return new ImmutableFeatureMap(features);
    }

    private ModelProvenance provenance(Class<?> model) {
        return new ModelProvenance(
                model.getName(),
                OffsetDateTime.now(ZoneId.systemDefault()),
                new EmptyDatasetProvenance(),
                new EmptyTrainerProvenance(),
                Map.of("imported-from", EncoderProvenance.imported(checkpoint.origin())));
    }
}
