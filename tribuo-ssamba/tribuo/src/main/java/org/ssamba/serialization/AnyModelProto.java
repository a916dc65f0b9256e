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

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;

/**
 * The message of any model, by what all of Tribuo's have in common: what Tribuo knows of a model is
 * the first field of its data, and a model inside it, as ensembles have them, is a message of the
 * same kind.
 */
public final class AnyModelProto {
    private static final int METADATA = 1;

    private AnyModelProto() {}

    /**
     * A model's message with its provenance in order, and that of the models inside: Tribuo writes
     * it in another order after loading.
     *
     * @param model any model's message.
     * @return the same model.
     */
    public static ModelProto ordered(ModelProto model) {
        return withProvenance(model, OrderedProvenance::of);
    }

    /**
     * What a model has learned: all fields of its data but what Tribuo knows of any model, and
     * models inside without their provenance.
     *
     * @param model any model's message.
     * @return by number.
     */
    public static SortedMap<Integer, UnknownFieldSet.Field> learned(ModelProto model) {
        SortedMap<Integer, UnknownFieldSet.Field> fields =
                new TreeMap<>(
                        data(withProvenance(model, p -> RootProvenanceProto.getDefaultInstance()))
                                .asMap());
        fields.remove(METADATA);
        return fields;
    }

    private static ModelProto withProvenance(
            ModelProto model, UnaryOperator<RootProvenanceProto> change) {
        UnknownFieldSet.Builder changed = UnknownFieldSet.newBuilder();
        data(model)
                .asMap()
                .forEach(
                        (number, field) ->
                                changed.addField(number, changed(number, field, change)));
        return model.toBuilder()
                .setSerializedData(
                        Any.newBuilder()
                                .setTypeUrl(model.getSerializedData().getTypeUrl())
                                .setValue(changed.build().toByteString()))
                .build();
    }

    private static UnknownFieldSet data(ModelProto model) {
        try {
            return UnknownFieldSet.parseFrom(model.getSerializedData().getValue());
        } catch (InvalidProtocolBufferException e) {
            throw ModelProtos.broken("the data of a " + model.getClassName() + " is not a message");
        }
    }

    private static UnknownFieldSet.Field changed(
            int number, UnknownFieldSet.Field field, UnaryOperator<RootProvenanceProto> change) {
        if (field.getLengthDelimitedList().isEmpty()) {
            return field;
        }
        UnknownFieldSet.Field.Builder same = UnknownFieldSet.Field.newBuilder();
        for (ByteString value : field.getLengthDelimitedList()) {
            same.addLengthDelimited(
                    number == METADATA ? metadata(value, change) : inner(value, change));
        }
        return same.build();
    }

    private static ByteString metadata(
            ByteString value, UnaryOperator<RootProvenanceProto> change) {
        try {
            ModelDataProto data = ModelDataProto.parseFrom(value);
            return data.hasProvenance()
                    ? ModelProtos.deterministic(
                            data.toBuilder()
                                    .setProvenance(change.apply(data.getProvenance()))
                                    .build())
                    : value;
        } catch (InvalidProtocolBufferException e) {
            return value; // A message of another kind.
        }
    }

    /** A model, if the value is one. */
    private static ByteString inner(ByteString value, UnaryOperator<RootProvenanceProto> change) {
        try {
            ModelProto model = ModelProto.parseFrom(value);
            return model.getUnknownFields().asMap().isEmpty()
                            && model.getSerializedData().getTypeUrl().contains("/")
                            && !model.getClassName().isEmpty()
                    ? withProvenance(model, change).toByteString()
                    : value;
        } catch (InvalidProtocolBufferException e) {
            return value; // Anything else.
        }
    }
}
