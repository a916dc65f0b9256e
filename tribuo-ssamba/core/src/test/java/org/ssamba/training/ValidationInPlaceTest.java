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
package org.ssamba.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Region;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.Pooling;
import org.ssamba.work.WorkListener;

/** An epoch is judged by the weights where they lie, which are read only if they are the best. */
class ValidationInPlaceTest {
    private static final EncoderConfig CONFIG = new EncoderConfig(8, 2, 4, 4, 16, 16, 8, 8, 8, 8);
    private static final SupervisedNetwork NETWORK =
            SupervisedNetwork.withHead(
                    CONFIG, Pooling.clip(Pooling.Kind.MEAN, CONFIG), 2, HeadKind.SOFTMAX);

    /** The losses of six epochs: the first, third and fifth are the best so far. */
    private static final double[] LOSSES = {5, 6, 4, 4, 2, 3};

    private record Constant(int size) implements Clips {
        @Override
        public void load(int clip, float[] logMel) {
            for (int i = 0; i < logMel.length; i++) {
                logMel[i] = (clip + i) % 3;
            }
        }

        @Override
        public void loadPart(int clip, double position, float[] logMel) {
            load(clip, logMel);
        }

        @Override
        public void loadMixture(int clip, int partner, double lambda, float[] logMel) {
            load(clip, logMel);
        }
    }

    private final Map<String, Integer> calls = new TreeMap<>();

    /** The backend compiles for its own memory only. */
    private final Map<ModelMemory, ModelMemory> behind = new IdentityHashMap<>();

    /** Counts calls, and reads of the weights. */
    private <T> T counting(Class<T> type, T actual) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            boolean counted =
                                    !method.getName().equals("read")
                                            || arguments[0] == Region.PARAMETERS;
                            if (counted) {
                                calls.merge(method.getName(), 1, Integer::sum);
                            }
                            if (method.getName().equals("compile")) {
                                arguments[1] = behind.get(arguments[1]);
                            }
                            try {
                                Object result = method.invoke(actual, arguments);
                                if (result instanceof ModelMemory memory) {
                                    ModelMemory shown = counting(ModelMemory.class, memory);
                                    behind.put(shown, memory);
                                    return shown;
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    @Test
    void onlyTheBestWeightsLeaveTheDevice() {
        int clips = 5;
        List<float[]> seen = new ArrayList<>();
        try (Backend cpu = CpuBackend.create(2)) {
            FineTuningRun.Result result =
                    new FineTuningRun(
                                    NETWORK,
                                    settings(LOSSES.length),
                                    new Normalization(1, 1),
                                    WorkListener.SILENT)
                            .run(
                                    counting(Backend.class, cpu),
                                    NETWORK.layout().initialWeights(1),
                                    new LabelledClips(
                                            new Constant(clips),
                                            clip -> new float[] {clip % 2, 1 - clip % 2},
                                            new float[] {1, 1, 1, 1, 1}),
                                    runner -> {
                                        seen.add(runner.run(new Constant(2)).scores()[1]);
                                        return new FineTuningRun.Judgement(
                                                LOSSES[seen.size() - 1], Double.NaN);
                                    },
                                    null);
            assertEquals(5, result.bestEpoch());
            assertEquals(1, calls.get("allocate"), "one copy of the weights");
            assertEquals(2, calls.get("compile"), "a program to train and one to judge");
            assertEquals(3, calls.get("read"), "the weights of epochs 1, 3 and 5");
            try (InferenceRunner best =
                    new InferenceRunner(
                            cpu, NETWORK, result.weights(), new Normalization(1, 1), 2)) {
                assertArrayEquals(seen.get(4), best.run(new Constant(2)).scores()[1]);
            }
        }
    }

    private static FineTuningSettings settings(int epochs) {
        return FineTuningSettings.builder()
                .epochs(epochs)
                .batchSize(2)
                .learningRate(1e-2)
                .trainedPairs(1)
                .seed(1)
                .build();
    }
}
