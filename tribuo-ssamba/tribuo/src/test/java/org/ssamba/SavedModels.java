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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.ssamba.features.AudioFeatureModel;
import org.ssamba.serialization.ModelProtos;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.ensemble.EnsembleModel;

/** What must hold of any trained model, whatever it predicts. */
public final class SavedModels {
    private SavedModels() {}

    /** Where it predicts; of an ensemble, all members. */
    public static void setDevice(Model<?> model, ComputeDevice device) {
        if (model instanceof SSAMBAModel<?> ssamba) {
            ssamba.setDevice(device);
        } else if (model instanceof AudioFeatureModel<?> features) {
            features.setDevice(device);
        } else if (model instanceof EnsembleModel<?> ensemble) {
            ensemble.getModels().forEach(member -> setDevice(member, device));
        }
    }

    public static byte[] weights(Model<?> model) {
        return ((SSAMBAModel<?>) model).serializedWeights().toByteArray();
    }

    public static Map<String, float[]> namedWeights(Model<?> model) {
        return ModelProtos.read(((SSAMBAModel<?>) model).serializedWeights());
    }

    /** Saved by protobuf and by Java serialization, it predicts the same. */
    public static <T extends Output<T>> void assertSurvivesSaving(
            Model<T> model, Dataset<T> clips, Class<T> type)
            throws IOException, ClassNotFoundException {
        Model<T> loaded = Model.deserialize(model.serialize()).castModel(type);
        assertSamePredictions(model, loaded, clips);
        assertArrayEquals(weights(model), weights(loaded));
        assertEquals(model.getProvenance(), loaded.getProvenance());
        assertSamePredictions(model, JavaSerialization.copy(model), clips);
    }

    public static <T extends Output<T>> void assertSamePredictions(
            Model<T> expected, Model<T> actual, Dataset<T> clips) {
        List<Prediction<T>> one = expected.predict(clips);
        List<Prediction<T>> two = actual.predict(clips);
        for (int i = 0; i < one.size(); i++) {
            assertTrue(one.get(i).getOutput().fullEquals(two.get(i).getOutput(), 0), "clip " + i);
            assertTrue(one.get(i).distributionEquals(two.get(i), 0), "clip " + i);
        }
    }
}
