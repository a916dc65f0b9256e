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

import com.oracle.labs.mlrg.olcut.config.protobuf.ProtoProvenanceSerialization;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.ListProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.MapProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.ObjectProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.SimpleProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.primitives.FileProvenance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Numbers the objects and values of a provenance anew, by the order of their keys: OLCUT numbers
 * them as it meets them in maps without an order, so that equal provenances, such as that of a
 * model and that of the same model loaded, would give other bytes.
 */
public final class OrderedProvenance {
    private static final ProtoProvenanceSerialization SERIALIZATION =
            new ProtoProvenanceSerialization(false);

    private final Map<String, ObjectProvenanceProto> objects = new HashMap<>();
    private final Map<Integer, SimpleProvenanceProto> values = new HashMap<>();
    private final Map<Integer, MapProvenanceProto> maps = new HashMap<>();
    private final Map<Integer, ListProvenanceProto> lists = new HashMap<>();

    private final RootProvenanceProto.Builder ordered = RootProvenanceProto.newBuilder();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Deque<String> waiting = new ArrayDeque<>();
    private final SavedPaths paths = SavedPaths.chosen();
    private int next;

    private OrderedProvenance(RootProvenanceProto provenance) {
        provenance.getOmpList().forEach(object -> objects.put(object.getObjectName(), object));
        provenance.getSmpList().forEach(value -> values.put(value.getIndex(), value));
        provenance.getMmpList().forEach(map -> maps.put(map.getIndex(), map));
        provenance.getLmpList().forEach(list -> lists.put(list.getIndex(), list));
    }

    /**
     * Writes a provenance.
     *
     * @param provenance of an encoder or a model.
     * @return the message; equal provenances are equal messages.
     */
    public static RootProvenanceProto write(ObjectProvenance provenance) {
        return of(SERIALIZATION.serializeToProto(ProvenanceUtil.marshalProvenance(provenance)));
    }

    /**
     * Reads a provenance.
     *
     * @param <P> its class.
     * @param proto from {@link #write}.
     * @param type its class.
     * @return the provenance.
     * @throws IllegalStateException if the message holds none of that class.
     */
    public static <P extends ObjectProvenance> P read(RootProvenanceProto proto, Class<P> type) {
        try {
            return type.cast(
                    ProvenanceUtil.unmarshalProvenance(SERIALIZATION.deserializeFromProto(proto)));
        } catch (RuntimeException e) { // OLCUT throws many kinds for a message that is not whole
            throw new IllegalStateException(
                    "its provenance cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Orders a provenance.
     *
     * @param provenance as OLCUT writes it, its first object the one all others belong to.
     * @return the same; equal provenances are equal messages.
     */
    static RootProvenanceProto of(RootProvenanceProto provenance) {
        OrderedProvenance all = new OrderedProvenance(provenance);
        all.name(provenance.getOmp(0).getObjectName());
        while (!all.waiting.isEmpty()) {
            all.add(all.objects.get(all.waiting.remove()));
        }
        return all.ordered.build();
    }

    /** The new name of an object: its class and its number, as OLCUT names them. */
    private String name(String old) {
        String name = names.get(old);
        if (name == null) {
            name = old.substring(0, old.lastIndexOf('-') + 1) + names.size();
            names.put(old, name);
            waiting.add(old);
        }
        return name;
    }

    private void add(ObjectProvenanceProto object) {
        ObjectProvenanceProto.Builder same =
                object.toBuilder()
                        .setIndex(next++)
                        .setObjectName(name(object.getObjectName()))
                        .clearValues();
        new TreeMap<>(object.getValuesMap())
                .forEach((key, value) -> same.putValues(key, add(value)));
        ordered.addOmp(same);
    }

    /** Adds the value of an index, and what is in it; returns its new index. */
    private int add(int index) {
        int mine = next++;
        if (values.containsKey(index)) {
            SimpleProvenanceProto value = values.get(index);
            SimpleProvenanceProto.Builder same = value.toBuilder().setIndex(mine);
            if (value.getIsReference()) {
                same.setValue(name(value.getValue()));
            } else if (value.getProvenanceClassName().equals(FileProvenance.class.getName())) {
                same.setValue(paths.of(value.getValue()));
            }
            ordered.addSmp(same);
        } else if (maps.containsKey(index)) {
            MapProvenanceProto.Builder same = MapProvenanceProto.newBuilder().setIndex(mine);
            new TreeMap<>(maps.get(index).getValuesMap())
                    .forEach((key, value) -> same.putValues(key, add(value)));
            ordered.addMmp(same);
        } else {
            List<Integer> same = new ArrayList<>();
            lists.get(index).getValuesList().forEach(value -> same.add(add(value)));
            ordered.addLmp(ListProvenanceProto.newBuilder().setIndex(mine).addAllValues(same));
        }
        return mine;
    }
}
