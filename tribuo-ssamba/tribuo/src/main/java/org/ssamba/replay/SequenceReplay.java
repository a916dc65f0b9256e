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

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import java.util.Map;
import org.ssamba.SSAMBASequenceModel;
import org.ssamba.SSAMBASequenceTrainer;
import org.tribuo.classification.Label;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceDataSource;
import org.tribuo.sequence.SequenceDataset;

/** The training of a model of seconds, ready to be done again, as {@link Replay} is of a model. */
public final class SequenceReplay {
    private final SSAMBASequenceModel model;
    private final SSAMBASequenceTrainer trainer;
    private final int invocation;
    private final SequenceDataset<Label> dataset;

    private SequenceReplay(
            SSAMBASequenceModel model,
            SSAMBASequenceTrainer trainer,
            int invocation,
            SequenceDataset<Label> dataset) {
        this.model = model;
        this.trainer = trainer;
        this.invocation = invocation;
        this.dataset = dataset;
    }

    static SequenceReplay of(SSAMBASequenceModel model) {
        ModelProvenance provenance = model.getProvenance();
        if (!(Rebuilt.object(provenance.getTrainerProvenance(), "trainer")
                instanceof SSAMBASequenceTrainer trainer)) {
            throw new ReplayException(
                    provenance.getTrainerProvenance().getClassName()
                            + " is not a trainer of seconds");
        }
        RecordedHashes.compare(provenance.getTrainerProvenance(), trainer.getProvenance());
        RecordedHashes.compareEncoders(provenance, trainer.getProvenance());
        SequenceDataset<Label> dataset = dataset(provenance.getDatasetProvenance());
        Replay.compare(provenance.getDatasetProvenance(), dataset.getProvenance());
        return new SequenceReplay(
                model, trainer, Replay.invocation(provenance.getTrainerProvenance()), dataset);
    }

    @SuppressWarnings("unchecked") // The outputs of the model are those of its data.
    private static SequenceDataset<Label> dataset(DatasetProvenance provenance) {
        if (provenance.getSourceProvenance() instanceof ConfiguredObjectProvenance configured
                && Rebuilt.object(configured, "data source")
                        instanceof SequenceDataSource<?> source) {
            return new MutableSequenceDataset<>((SequenceDataSource<Label>) source);
        }
        throw Replay.byHand(provenance.getSourceProvenance(), "AudioSequenceDataSource");
    }

    /**
     * The trainer, as the model recorded it.
     *
     * @return the trainer
     */
    public SSAMBASequenceTrainer trainer() {
        return trainer;
    }

    /**
     * The training data, in the recorded order.
     *
     * @return the data
     */
    public SequenceDataset<Label> dataset() {
        return dataset;
    }

    /**
     * Trains again, and compares.
     *
     * @return the new model, and where it differs from the one replayed
     */
    public Replayed<SSAMBASequenceModel> train() {
        SSAMBASequenceModel again = trainer.train(dataset, Map.of(), invocation);
        return Replayed.of(
                again,
                LearnedBits.differences(model, again),
                model.getProvenance(),
                again.getProvenance());
    }
}
