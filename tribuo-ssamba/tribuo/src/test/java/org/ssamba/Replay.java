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

import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.Map;
import java.util.TreeMap;
import org.tribuo.DataSource;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.provenance.DataSourceProvenance;
import org.tribuo.provenance.DatasetProvenance;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.TrainerProvenance;

/**
 * Trains a model again from its provenance alone, by the steps of Tribuo's reproducibility module,
 * which is not published: the first configured trainer of the trainer's class with the recorded
 * count, the first configured source of the source's class, split again if it was split, and the
 * data set's public constructor that takes a source.
 *
 * @param <T> the type of output.
 */
public final class Replay<T extends Output<T>> {
    private final ModelProvenance provenance;
    private final ConfigurationManager manager = new ConfigurationManager();

    Replay(Model<T> model) {
        this.provenance = model.getProvenance();
        manager.addConfiguration(ProvenanceUtil.extractConfiguration(provenance));
    }

    Model<T> train() throws ReflectiveOperationException {
        return trainer().train(dataset());
    }

    @SuppressWarnings("unchecked")
    Trainer<T> trainer() throws ReflectiveOperationException {
        Trainer<T> trainer = (Trainer<T>) first(provenance.getTrainerProvenance().getClassName());
        PrimitiveProvenance<?> count =
                provenance
                        .getTrainerProvenance()
                        .getInstanceValues()
                        .get(TrainerProvenance.TRAIN_INVOCATION_COUNT);
        trainer.setInvocationCount((int) count.getValue());
        return trainer;
    }

    @SuppressWarnings("unchecked")
    Dataset<T> dataset() throws ReflectiveOperationException {
        DatasetProvenance dataset = provenance.getDatasetProvenance();
        return (Dataset<T>)
                Class.forName(dataset.getClassName())
                        .getConstructor(DataSource.class)
                        .newInstance(source((DataSourceProvenance) dataset.getSourceProvenance()));
    }

    @SuppressWarnings("unchecked")
    private DataSource<T> source(DataSourceProvenance source) throws ReflectiveOperationException {
        if (!(source instanceof TrainTestSplitter.SplitDataSourceProvenance)) {
            return (DataSource<T>) first(source.getClassName());
        }
        Map<String, Provenance> split = values(source);
        TrainTestSplitter<T> splitter =
                new TrainTestSplitter<>(
                        source((DataSourceProvenance) split.get("source")),
                        (double) primitive(split, "train-proportion"),
                        (long) primitive(split, "seed"));
        return (boolean) primitive(split, "is-train") ? splitter.getTrain() : splitter.getTest();
    }

    private Configurable first(String className) throws ReflectiveOperationException {
        return manager.lookup(
                manager.listAll(Class.forName(className).asSubclass(Configurable.class)).get(0));
    }

    private static Object primitive(Map<String, Provenance> values, String name) {
        return ((PrimitiveProvenance<?>) values.get(name)).getValue();
    }

    private static Map<String, Provenance> values(ObjectProvenance provenance) {
        Map<String, Provenance> values = new TreeMap<>();
        for (Pair<String, Provenance> value : provenance) {
            values.put(value.getA(), value.getB());
        }
        return values;
    }
}
