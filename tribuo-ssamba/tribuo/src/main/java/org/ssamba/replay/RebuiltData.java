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
import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ssamba.data.AudioGroupSplitter;
import org.ssamba.data.GroupSplitProvenance;
import org.tribuo.DataSource;
import org.tribuo.Dataset;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.dataset.DatasetView;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.provenance.DataProvenance;
import org.tribuo.provenance.DatasetProvenance;

/** Data sets and their splits, built again from their provenance. */
final class RebuiltData<T extends Output<T>> {
    private static final String SOURCE = "source";
    private static final String SEED = "seed";
    private static final String TRAIN_PROPORTION = "train-proportion";
    private static final String IS_TRAIN = "is-train";

    Dataset<T> dataset(DatasetProvenance provenance) {
        if (provenance instanceof DatasetView.DatasetViewProvenance view) {
            return view(view);
        }
        if (!provenance.getClassName().equals(MutableDataset.class.getName())
                || !provenance.getTransformationProvenance().getList().isEmpty()) {
            throw new ReplayException(
                    "The model was trained on a "
                            + Rebuilt.simple(provenance.getClassName())
                            + (provenance.getTransformationProvenance().getList().isEmpty()
                                    ? ""
                                    : " that had been transformed")
                            + ", which provenance alone does not rebuild");
        }
        return provenance.getSourceProvenance() instanceof DatasetProvenance copied
                ? MutableDataset.createDeepCopy(dataset(copied))
                : new MutableDataset<>(source(provenance.getSourceProvenance()));
    }

    /** A part of another data set: folds and other selections by place, bootstraps by seed. */
    private Dataset<T> view(DatasetView.DatasetViewProvenance provenance) {
        Dataset<T> whole = dataset((DatasetProvenance) provenance.getSourceProvenance());
        Map<String, Provenance> values = values(provenance);
        int size = (int) primitive(values, "size");
        List<Integer> places = new ArrayList<>();
        for (Provenance place : (ListProvenance<?>) values.get("indices")) {
            places.add((int) ((PrimitiveProvenance<?>) place).getValue());
        }
        if (provenance.isSampled() && !provenance.isWeighted()) {
            return DatasetView.createBootstrapView(whole, size, (long) primitive(values, SEED));
        }
        if (places.size() != size) {
            throw new ReplayException(
                    "The model was trained on "
                            + size
                            + " examples of a larger data set, and its provenance does not say"
                            + " which: call setStoreIndices(true) on a DatasetView before"
                            + " training");
        }
        return new DatasetView<>(
                whole,
                places.stream().mapToInt(place -> place).toArray(),
                primitive(values, "tag").toString());
    }

    private DataSource<T> source(DataProvenance provenance) {
        Map<String, Provenance> values = values(provenance);
        if (provenance instanceof TrainTestSplitter.SplitDataSourceProvenance) {
            TrainTestSplitter<T> split =
                    new TrainTestSplitter<>(
                            source((DataProvenance) values.get(SOURCE)),
                            (double) primitive(values, TRAIN_PROPORTION),
                            (long) primitive(values, SEED));
            return (boolean) primitive(values, IS_TRAIN) ? split.getTrain() : split.getTest();
        }
        if (provenance instanceof GroupSplitProvenance) {
            AudioGroupSplitter<T> split = byGroups(values);
            return (boolean) primitive(values, IS_TRAIN) ? split.getTrain() : split.getTest();
        }
        if (provenance instanceof ConfiguredObjectProvenance configured) {
            return configured(configured);
        }
        throw Replay.byHand(provenance, "AudioManifestDataSource");
    }

    private AudioGroupSplitter<T> byGroups(Map<String, Provenance> values) {
        DataSource<T> source = source((DataProvenance) values.get(SOURCE));
        Set<String> groups = new TreeSet<>();
        for (Provenance group : (ListProvenance<?>) values.get("test-groups")) {
            groups.add(((PrimitiveProvenance<?>) group).getValue().toString());
        }
        if (!values.containsKey(SEED)) {
            return new AudioGroupSplitter<>(source, groups);
        }
        AudioGroupSplitter<T> drawn =
                new AudioGroupSplitter<>(
                        source,
                        (double) primitive(values, TRAIN_PROPORTION),
                        (long) primitive(values, SEED));
        if (!drawn.getTestGroups().equals(groups)) {
            throw new ReplayException(
                    "The groups drawn for testing were "
                            + groups
                            + " and are now "
                            + drawn.getTestGroups());
        }
        return drawn;
    }

    @SuppressWarnings("unchecked") // The outputs of the model are those of its data.
    private DataSource<T> configured(ConfiguredObjectProvenance provenance) {
        if (Rebuilt.object(provenance, "data source") instanceof DataSource<?> source) {
            return (DataSource<T>) source;
        }
        throw new ReplayException(provenance.getClassName() + " is not a data source");
    }

    private static Object primitive(Map<String, Provenance> values, String name) {
        return ((PrimitiveProvenance<?>) values.get(name)).getValue();
    }

    private static Map<String, Provenance> values(DataProvenance provenance) {
        Map<String, Provenance> values = new TreeMap<>();
        for (Pair<String, Provenance> value : (ObjectProvenance) provenance) {
            values.put(value.getA(), value.getB());
        }
        return values;
    }
}
