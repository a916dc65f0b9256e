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
package org.ssamba.compute.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.cuda.MixerKernels.Projection;
import org.ssamba.compute.cuda.MixerKernels.Scan;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.Pooling;
import org.ssamba.training.Adam;
import org.ssamba.training.InferencePlan;
import org.ssamba.training.SupervisedNetwork;
import org.ssamba.training.SupervisedPlan;

/** Which kernels serve which shape: the whole list. */
class MixerKernelsTest {
    private static final int FRAMES = 44_032;

    private static EncoderConfig size(String name) {
        return switch (name) {
            case "tiny" -> EncoderConfig.tiny();
            case "small" -> EncoderConfig.small();
            default -> EncoderConfig.base();
        };
    }

    private static ProgramMemory inference(
            EncoderConfig config, int clips, Precision precision, int capability) {
        SupervisedNetwork network =
                SupervisedNetwork.embedding(config, Pooling.clip(Pooling.Kind.MEAN, config));
        return new ProgramMemory(
                InferencePlan.of(network, clips).plan(),
                precision,
                new DeviceLimits(capability, 132, 227 << 10));
    }

    private static ProgramMemory training(
            EncoderConfig config, int clips, Precision precision, int capability) {
        return new ProgramMemory(
                trainingPlan(config, clips),
                precision,
                new DeviceLimits(capability, 132, 227 << 10));
    }

    private static Plan trainingPlan(EncoderConfig config, int clips) {
        SupervisedNetwork network =
                SupervisedNetwork.withHead(
                        config, Pooling.clip(Pooling.Kind.MEAN, config), 3, HeadKind.SOFTMAX);
        Encoder.Mode mode = new Encoder.Mode(config.pairs(), ScanShape.CHUNK, false);
        return SupervisedPlan.of(network, clips, mode, Adam.fineTuning(), g -> 1).plan();
    }

    private static List<MixerKernels> chosen(ProgramMemory memory) {
        return memory.units().stream()
                .filter(unit -> unit.chain() instanceof MixerChain)
                .map(Unit::kernels)
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "tiny, 1, 512, FEW, FEW",
        "tiny, 4, 512, FEW, FEW",
        "tiny, 8, 512, FEW, FUSED",
        "tiny, 16, 512, FUSED, FUSED",
        "tiny, 64, 512, FUSED, FUSED",
        "tiny, 1, 22016, FEW, FUSED",
        "tiny, 4, 22016, FEW, FUSED",
        "tiny, 16, 22016, FUSED, FUSED",
        "small, 1, 512, FEW, FEW",
        "small, 4, 512, FEW, FEW",
        "small, 64, 512, FUSED, FUSED",
        "base, 1, 512, FEW, SEPARATE",
        "base, 4, 512, FUSED, SEPARATE",
        "base, 64, 512, FUSED, FUSED",
        "base, 1, 22016, FEW, FUSED",
        "base, 2, 22016, FEW, FUSED",
        "base, 4, 22016, FUSED, FUSED"
    })
    void hopperAndNewerInBfloat16(
            String size, int clips, int patches, Scan scan, Projection projection) {
        for (int capability : new int[] {90, 100, 120}) {
            EncoderConfig config = size(size).withFrames(2 * patches);
            assertEquals(
                    List.of(new MixerKernels(scan, projection)),
                    chosen(inference(config, clips, Precision.BFLOAT16, capability)));
        }
    }

    /**
     * Desktop cards of compute capability 12.0 have less shared memory than those of data centres.
     */
    @ParameterizedTest
    @CsvSource({"tiny, 64", "small, 64", "base, 64", "base, 1", "tiny, 1"})
    void aBlockHasTheSharedMemoryItAsksFor(String size, int clips, @TempDir Path cache) {
        DeviceLimits limits = new DeviceLimits(120, 84, 99 << 10);
        SupervisedNetwork network =
                SupervisedNetwork.embedding(
                        size(size), Pooling.clip(Pooling.Kind.MEAN, size(size)));
        assertShared(InferencePlan.of(network, clips).plan(), limits, cache);
        assertShared(trainingPlan(size(size), clips), limits, cache);
    }

    private static void assertShared(Plan plan, DeviceLimits limits, Path cache) {
        FakeDevice fake = new FakeDevice(cache);
        fake.driver.capacity = 1L << 50;
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, false)) {
            var model = (CudaModelMemory) backend.allocate(1L << 28, Adam.STATE_VALUES, true);
            ProgramMemory memory = new ProgramMemory(plan, Precision.BFLOAT16, limits);
            ProgramMemory.Bound at = memory.bind(1L << 60, model, Precision.BFLOAT16, limits);
            Lowering lowering = new Lowering(at);
            for (Unit unit : memory.units()) {
                at.next();
                for (Step step : unit.lower(lowering)) {
                    if (step instanceof Step.Launch launch) {
                        assertTrue(
                                launch.sharedBytes() <= limits.sharedBytes(),
                                () -> launch.name() + ": " + launch.sharedBytes());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"tiny, 64, 512, FUSED", "tiny, 32, 64, FEW", "base, 32, 64, SEPARATE"})
    void trainingOnHopperInBfloat16(String size, int clips, int patches, Projection projection) {
        EncoderConfig config = size(size).withFrames(2 * patches);
        ProgramMemory memory = training(config, clips, Precision.BFLOAT16, 90);
        assertEquals(List.of(new MixerKernels(Scan.FUSED, projection)), chosen(memory));
        // One of each for each pair of layers and part of the batch.
        long each = config.pairs() * (patches == 512 ? 2 : 1);
        assertEquals(each, count(memory, MixerChain.class));
        assertEquals(each, count(memory, ScanBackwardChain.class));
        assertEquals(each, count(memory, ConvolutionBackwardChain.class));
    }

    private static long count(ProgramMemory memory, Class<? extends FusedChain> kind) {
        return memory.units().stream().filter(unit -> kind.isInstance(unit.chain())).count();
    }

    @Test
    void fusedTrainingTakesLessMemory() {
        EncoderConfig tiny = EncoderConfig.tiny();
        long fused = training(tiny, 64, Precision.BFLOAT16, 90).bytes();
        long separate = training(tiny, 64, Precision.BFLOAT16, 80).bytes();
        assertTrue(fused < separate, () -> fused + " bytes instead of " + separate);
    }

    @Test
    void trainingOfAnythingElse() {
        EncoderConfig tiny = EncoderConfig.tiny();
        for (ProgramMemory memory :
                List.of(
                        training(tiny, 4, Precision.FLOAT32, 90),
                        training(tiny, 4, Precision.BFLOAT16, 89),
                        training(tiny.withSize(48, 4), 4, Precision.BFLOAT16, 90))) {
            assertTrue(memory.units().stream().allMatch(unit -> unit.chain() == null));
        }
    }

    @Test
    void anythingElseKeepsAKernelForEachOperation() {
        EncoderConfig tiny = EncoderConfig.tiny();
        assertEquals(List.of(), chosen(inference(tiny, 4, Precision.FLOAT32, 90)));
        assertEquals(List.of(), chosen(inference(tiny, 4, Precision.BFLOAT16, 89)));
        assertEquals(List.of(), chosen(inference(tiny.withSize(40, 4), 4, Precision.BFLOAT16, 90)));
    }

    @ParameterizedTest
    @CsvSource({
        "513, 384, 64",
        "513, 1536, 64",
        "22017, 384, 17",
        "22017, 768, 9",
        "22017, 1536, 5",
        "1000000, 1536, 5"
    })
    void clipsAtOnceFillTheCard(int tokens, int channels, int clips) {
        assertEquals(
                clips,
                MixerKernels.clipsAtOnce(tokens, channels, new DeviceLimits(90, 132, 227 << 10)));
    }

    @Test
    void aProgramHasNoRoomForWhatFusedKernelsDoNotWrite() {
        EncoderConfig config = EncoderConfig.tiny().withFrames(FRAMES);
        ProgramMemory fused = inference(config, 4, Precision.BFLOAT16, 90);
        ProgramMemory separate = inference(config, 4, Precision.BFLOAT16, 80);
        assertTrue(fused.bytes() < 0.6 * separate.bytes(), () -> fused.bytes() + " bytes");
        Unit mixer =
                fused.units().stream()
                        .filter(unit -> unit.chain() instanceof MixerChain)
                        .findFirst()
                        .get();
        assertFalse(mixer.touches().stream().map(Tensor::name).anyMatch(n -> n.endsWith(" y")));
    }
}
