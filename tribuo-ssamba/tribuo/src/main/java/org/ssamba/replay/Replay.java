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
package org.ssamba.replay;

import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import java.util.Map;
import org.ssamba.SSAMBASequenceModel;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.provenance.DataProvenance;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.transform.TransformTrainer;

/**
 * The training of a model, ready to be done again: its trainer and data, rebuilt from its
 * provenance alone. Splits are rebuilt as they were recorded: those of {@link
 * org.tribuo.evaluation.TrainTestSplitter}, {@link org.ssamba.data.AudioGroupSplitter}, {@link
 * org.tribuo.evaluation.CrossValidation}, {@link org.ssamba.evaluation.GroupCrossValidation} and
 * other {@link org.tribuo.dataset.DatasetView}s. Any trainer and model of Tribuo's may be replayed.
 *
 * <p>A replay does not mislead: {@link #of} compares the hashes of all audio, lists and encoders
 * with those that the model recorded and refuses if one differs, and {@link #train} compares what
 * was learned, bit by bit.
 *
 * @param <T> the type of output
 */
public final class Replay<T extends Output<T>> {
    private final Model<T> model;
    private final Trainer<T> trainer;
    private final int invocation;
    private final Dataset<T> dataset;

    private Replay(Model<T> model, Trainer<T> trainer, int invocation, Dataset<T> dataset) {
        this.model = model;
        this.trainer = trainer;
        this.invocation = invocation;
        this.dataset = dataset;
    }

    /**
     * Rebuilds trainer and data of a model and compares the data with what it recorded.
     *
     * @param <T> the type of output
     * @param model a trained or loaded model
     * @return its training, not begun
     * @throws ReplayException if the provenance does not say how to rebuild them, a file is
     *     missing, or the data or an encoder is not what the model was trained on
     */
    public static <T extends Output<T>> Replay<T> of(Model<T> model) {
        ModelProvenance provenance = model.getProvenance();
        TrainerProvenance recorded = provenance.getTrainerProvenance();
        Trainer<T> trainer = Rebuilt.trainer(recorded);
        DatasetProvenance data = provenance.getDatasetProvenance();
        if (trainer instanceof TransformTrainer) {
            // It records its own transformed copy; what it was given is the source of that.
            data = (DatasetProvenance) data.getSourceProvenance();
        }
        int invocation = invocation(recorded);
        trainer.setInvocationCount(invocation);
        RecordedHashes.compare(recorded, trainer.getProvenance());
        RecordedHashes.compareEncoders(provenance, trainer.getProvenance());
        Dataset<T> dataset = new RebuiltData<T>().dataset(data);
        compare(data, dataset.getProvenance());
        return new Replay<>(model, trainer, invocation, dataset);
    }

    /**
     * Rebuilds trainer and data of a model of seconds.
     *
     * @param model trained or loaded
     * @return its training, not begun
     * @throws ReplayException as {@link #of(Model)} does
     */
    public static SequenceReplay of(SSAMBASequenceModel model) {
        return SequenceReplay.of(model);
    }

    /** Why a model cannot be replayed whose data have no configuration, to be thrown. */
    static ReplayException byHand(DataProvenance data, String replayable) {
        return new ReplayException(
                "The model's data were put together by hand ("
                        + data.getClass().getSimpleName()
                        + "), and its provenance does not say from what: train on a configurable"
                        + " source, such as "
                        + replayable
                        + ", to be able to replay");
    }

    /** Which call of the trainer it was. */
    static int invocation(TrainerProvenance recorded) {
        PrimitiveProvenance<?> count =
                recorded.getInstanceValues().get(TrainerProvenance.TRAIN_INVOCATION_COUNT);
        return (int) count.getValue();
    }

    /**
     * Compares the data with what the model recorded.
     *
     * @throws ReplayException naming what differs
     */
    static void compare(DatasetProvenance recorded, DatasetProvenance rebuilt) {
        RecordedHashes.compare(recorded, rebuilt);
        if (recorded.getNumExamples() != rebuilt.getNumExamples()) {
            throw new ReplayException(
                    "The model was trained on "
                            + recorded.getNumExamples()
                            + " examples, but its provenance gives "
                            + rebuilt.getNumExamples()
                            + ": examples were added or removed by hand, which is not recorded");
        }
    }

    /**
     * The trainer, with the random stream that the model was trained with.
     *
     * @return the trainer
     */
    public Trainer<T> trainer() {
        return trainer;
    }

    /**
     * The training data, in the recorded order.
     *
     * @return the data
     */
    public Dataset<T> dataset() {
        return dataset;
    }

    /**
     * Trains again, and compares.
     *
     * @return the new model, and where it differs from the one replayed
     */
    public Replayed<Model<T>> train() {
        Model<T> again = trainer.train(dataset, Map.of(), invocation);
        return Replayed.of(
                again,
                LearnedBits.differences(model, again),
                model.getProvenance(),
                again.getProvenance());
    }
}
