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
package org.ssamba.data;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.BooleanProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DoubleProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.LongProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tribuo.provenance.DataSourceProvenance;

/**
 * Provenance of one side of an {@link AudioGroupSplitter}: the source split, the groups tested on
 * and, if they were drawn at random, the proportion asked for and the seed.
 */
public final class GroupSplitProvenance implements DataSourceProvenance {
    private static final long serialVersionUID = 1L;

    private static final String SOURCE = "source";
    private static final String TEST_GROUPS = "test-groups";
    private static final String TRAIN_PROPORTION = "train-proportion";
    private static final String SEED = "seed";
    private static final String SIZE = "size";
    private static final String IS_TRAIN = "is-train";

    private final LinkedHashMap<String, Provenance> values = new LinkedHashMap<>();

    GroupSplitProvenance(
            DataSourceProvenance source,
            Set<String> testGroups,
            AudioGroupSplitter.Drawing drawing,
            int size,
            boolean isTrain) {
        List<StringProvenance> groups = new ArrayList<>();
        testGroups.forEach(group -> groups.add(new StringProvenance(TEST_GROUPS, group)));
        values.put(
                CLASS_NAME, new StringProvenance(CLASS_NAME, AudioGroupSplitter.class.getName()));
        values.put(SOURCE, source);
        values.put(TEST_GROUPS, new ListProvenance<>(groups));
        if (drawing != null) {
            values.put(
                    TRAIN_PROPORTION,
                    new DoubleProvenance(TRAIN_PROPORTION, drawing.trainProportion()));
            values.put(SEED, new LongProvenance(SEED, drawing.seed()));
        }
        values.put(SIZE, new IntProvenance(SIZE, size));
        values.put(IS_TRAIN, new BooleanProvenance(IS_TRAIN, isTrain));
    }

    /**
     * Deserialization constructor.
     *
     * @param map the provenances
     */
    public GroupSplitProvenance(Map<String, Provenance> map) {
        require(map, CLASS_NAME, StringProvenance.class);
        require(map, SOURCE, DataSourceProvenance.class);
        require(map, TEST_GROUPS, ListProvenance.class);
        if (map.containsKey(SEED)) {
            require(map, TRAIN_PROPORTION, DoubleProvenance.class);
            require(map, SEED, LongProvenance.class);
        }
        require(map, SIZE, IntProvenance.class);
        require(map, IS_TRAIN, BooleanProvenance.class);
    }

    private <P extends Provenance> void require(
            Map<String, Provenance> map, String key, Class<P> type) {
        values.put(
                key,
                ObjectProvenance.checkAndExtractProvenance(
                        map, key, type, GroupSplitProvenance.class.getSimpleName()));
    }

    @Override
    public String getClassName() {
        return ((StringProvenance) values.get(CLASS_NAME)).getValue();
    }

    @Override
    public Iterator<Pair<String, Provenance>> iterator() {
        return values.entrySet().stream()
                .map(value -> new Pair<>(value.getKey(), value.getValue()))
                .iterator();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof GroupSplitProvenance that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return generateString("DataSource");
    }
}
