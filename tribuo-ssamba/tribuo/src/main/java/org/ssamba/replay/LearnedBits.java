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

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBASequenceModel;
import org.ssamba.features.AudioFeatureModel;
import org.ssamba.protos.SSAMBAModelProto;
import org.ssamba.protos.SSAMBASequenceModelProto;
import org.ssamba.serialization.AnyModelProto;
import org.ssamba.serialization.ModelProtos;
import org.tribuo.Model;
import org.tribuo.ensemble.EnsembleModel;
import org.tribuo.transform.TransformedModel;

/** What two models learned, compared bit by bit: models inside, weights by name, else by field. */
final class LearnedBits {
    private final List<String> differences = new ArrayList<>();

    private LearnedBits() {}

    /** Where they differ, in words; nowhere if all bits are the same. */
    static List<String> differences(Model<?> one, Model<?> two) {
        LearnedBits bits = new LearnedBits();
        bits.compare("", one, two);
        return List.copyOf(bits.differences);
    }

    /** The same of models of seconds. */
    static List<String> differences(SSAMBASequenceModel one, SSAMBASequenceModel two) {
        LearnedBits bits = new LearnedBits();
        bits.compareNetworks("", network(one), network(two));
        return List.copyOf(bits.differences);
    }

    private void compare(String where, Model<?> one, Model<?> two) {
        if (one.getClass() != two.getClass()) {
            differences.add(
                    where
                            + one.getClass().getSimpleName()
                            + " and "
                            + two.getClass().getSimpleName());
        } else if (one instanceof SSAMBAModel) {
            compareNetworks(where, network(one), network(two));
        } else if (one instanceof AudioFeatureModel<?> features) {
            compare(where, features.featureModel(), ((AudioFeatureModel<?>) two).featureModel());
        } else if (one instanceof TransformedModel<?> transformed) {
            TransformedModel<?> other = (TransformedModel<?>) two;
            // The maps themselves also have the time of the data.
            if (!transformed
                    .getTransformerMap()
                    .entrySet()
                    .equals(other.getTransformerMap().entrySet())) {
                differences.add(where + "the transformations of features");
            }
            compare(where, transformed.getInnerModel(), other.getInnerModel());
        } else if (one instanceof EnsembleModel<?> ensemble) {
            compareMembers(where, ensemble.getModels(), ((EnsembleModel<?>) two).getModels());
        } else {
            compareFields(where, one, two);
        }
    }

    private void compareMembers(
            String where, List<? extends Model<?>> one, List<? extends Model<?>> two) {
        if (one.size() != two.size()) {
            differences.add(where + one.size() + " and " + two.size() + " members");
            return;
        }
        for (int i = 0; i < one.size(); i++) {
            compare(where + "member " + (i + 1) + ": ", one.get(i), two.get(i));
        }
    }

    /** Of models that are not known here: each field of what they save but name and domains. */
    private void compareFields(String where, Model<?> one, Model<?> two) {
        SortedMap<Integer, UnknownFieldSet.Field> first = AnyModelProto.learned(one.serialize());
        SortedMap<Integer, UnknownFieldSet.Field> second = AnyModelProto.learned(two.serialize());
        TreeSet<Integer> numbers = new TreeSet<>(first.keySet());
        numbers.addAll(second.keySet());
        for (int number : numbers) {
            if (first.get(number) == null || !first.get(number).equals(second.get(number))) {
                differences.add(
                        where + "field " + number + " of a " + one.getClass().getSimpleName());
            }
        }
    }

    private static SSAMBAModelProto network(Model<?> model) {
        try {
            return model.serialize().getSerializedData().unpack(SSAMBAModelProto.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A model cannot read what it wrote", e);
        }
    }

    private static SSAMBAModelProto network(SSAMBASequenceModel model) {
        try {
            SSAMBASequenceModelProto content =
                    model.serialize().getSerializedData().unpack(SSAMBASequenceModelProto.class);
            return SSAMBAModelProto.newBuilder()
                    .setEncoder(content.getEncoder())
                    .setFrontEnd(content.getFrontEnd())
                    .setHead(content.getHead())
                    .setWeights(content.getWeights())
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A model cannot read what it wrote", e);
        }
    }

    private void compareNetworks(String where, SSAMBAModelProto one, SSAMBAModelProto two) {
        if (!one.getEncoder().equals(two.getEncoder())) {
            differences.add(where + "the encoder's shape");
            return;
        }
        if (!one.getFrontEnd().equals(two.getFrontEnd())) {
            differences.add(where + "the normalisation of spectrograms");
        }
        if (!one.getHead().equals(two.getHead())) {
            differences.add(where + "the head's numbers");
        }
        Map<String, float[]> weights = ModelProtos.read(two.getWeights());
        ModelProtos.read(one.getWeights())
                .forEach((name, values) -> compareWeights(where + name, values, weights.get(name)));
    }

    private void compareWeights(String name, float[] one, float[] two) {
        int different = 0;
        float most = 0;
        for (int i = 0; i < one.length; i++) {
            if (Float.floatToRawIntBits(one[i]) != Float.floatToRawIntBits(two[i])) {
                different++;
                most = Math.max(most, Math.abs(one[i] - two[i]));
            }
        }
        if (different > 0) {
            differences.add(
                    name + ": " + different + " of " + one.length + " weights, by up to " + most);
        }
    }
}
