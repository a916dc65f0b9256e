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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.data.AudioCorpus;
import org.ssamba.pretraining.PretrainingSettings.Decay;
import org.ssamba.training.Checkpointing;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.work.WorkEvent;

/** Pretraining that ended early goes on from its last state, to the same bits. */
class PretrainingResumedTest {
    private static final int STEPS = 9;
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);

    /** Validates after 4, 8 and 9 steps, with a rate that depends on what is found. */
    private static final PretrainingRecipe RECIPE =
            new PretrainingRecipe()
                    .steps(STEPS)
                    .batchSize(4)
                    .maskedPatches(6)
                    .warmUp(2, 1)
                    .decay(Decay.PLATEAU)
                    .validation(4, 0.3);

    @TempDir Path folder;
    private AudioCorpus corpus;
    private Path checkpoint;

    @BeforeEach
    void writeTones() throws IOException {
        corpus = tones("clips", 8);
        checkpoint = folder.resolve("run.safetensors");
    }

    private AudioCorpus tones(String name, int count) {
        Path clips = folder.resolve(name);
        for (int clip = 0; clip < count; clip++) {
            ToneExamples.writeWav(
                    clips.resolve(clip + ".wav"), ToneExamples.tone(clip % 2 == 0, clip));
        }
        return new AudioCorpus(clips);
    }

    private static SSAMBAPretrainer pretrainer(PretrainingRecipe recipe, LongConsumer afterStep) {
        return SSAMBAPretrainer.builder(SHAPE)
                .recipe(recipe)
                .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                .seed(7)
                .listener(
                        (work, event) -> {
                            if (event instanceof WorkEvent.Step step) {
                                afterStep.accept(step.pace().done());
                            }
                        })
                .build();
    }

    private static SSAMBAPretrainer pretrainer() {
        return pretrainer(RECIPE, step -> {});
    }

    private void failAfter(int last, Checkpointing checkpoints) {
        SSAMBAPretrainer failing =
                pretrainer(
                        RECIPE,
                        step -> {
                            if (step == last) {
                                throw new UnsupportedOperationException("after " + step);
                            }
                        });
        assertThrows(
                UnsupportedOperationException.class,
                () -> failing.pretrain(corpus, null, checkpoints));
    }

    private List<Long> resumedSteps(Checkpointing checkpoints) {
        float[] expected = pretrainer().pretrain(corpus).arena();
        List<Long> steps = new ArrayList<>();
        PretrainedEncoder resumed =
                pretrainer(RECIPE, steps::add).pretrain(corpus, null, checkpoints);
        assertArrayEquals(expected, resumed.arena());
        return steps;
    }

    private static String fact(PretrainedEncoder encoder, String name) {
        Provenance fact = encoder.getProvenance().run().getMap().get(name);
        return ((PrimitiveProvenance<?>) fact).getValue().toString();
    }

    @Test
    void aListenersExceptionLosesNoStep() {
        failAfter(6, Checkpointing.to(checkpoint));
        // The seventh ran while the listener was told of the sixth.
        assertEquals(List.of(8L, 9L), resumedSteps(Checkpointing.to(checkpoint)));
    }

    @Test
    void anInterruptLosesNoStep() {
        SSAMBAPretrainer interrupted =
                pretrainer(
                        RECIPE,
                        step -> {
                            if (step == 3) {
                                Thread.currentThread().interrupt();
                            }
                        });
        CancellationException e =
                assertThrows(
                        CancellationException.class,
                        () -> interrupted.pretrain(corpus, checkpoint));
        assertTrue(Thread.interrupted(), "the thread is still interrupted");
        assertTrue(e.getMessage().contains("interrupted after step"), e.getMessage());
        List<Long> steps = resumedSteps(Checkpointing.to(checkpoint));
        assertTrue(steps.get(0) > 3, steps::toString);
        assertEquals(STEPS, steps.get(steps.size() - 1));
    }

    /** The third step's clips cannot be read; when they can again, nothing was lost. */
    @Test
    void aClipThatCannotBeReadLosesNoStep() throws IOException {
        Path hidden = folder.resolve("hidden");
        Path clips = folder.resolve("clips");
        SSAMBAPretrainer losing =
                pretrainer(
                        RECIPE,
                        step -> {
                            try {
                                if (step == 2) {
                                    Files.move(clips, hidden);
                                }
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        // Spectrograms stay in memory: clips are asked for in steps that a run begins with.
        failAfter(1, Checkpointing.to(checkpoint));
        Files.move(clips, hidden);
        assertThrows(RuntimeException.class, () -> losing.pretrain(corpus, checkpoint));
        Files.move(hidden, clips);
        assertEquals(3L, resumedSteps(Checkpointing.to(checkpoint)).get(0));
    }

    @Test
    void howOftenAStateIsSavedChangesNoBit() throws IOException {
        Checkpointing always = Checkpointing.to(checkpoint).every(Duration.ofNanos(1)).keeping(2);
        assertEquals(STEPS, resumedSteps(always).size());
        assertEquals(
                List.of(
                        "run.1.safetensors",
                        "run.best.safetensors",
                        "run.safetensors",
                        "run.safetensors.lock"),
                files("run."));
        Files.delete(checkpoint);
        assertEquals(STEPS, resumedSteps(Checkpointing.to(checkpoint).everySteps(3)).size());
    }

    private List<String> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    @Test
    void aDamagedStateGivesWayToTheOneBefore() throws IOException {
        Checkpointing often = Checkpointing.to(checkpoint).everySteps(2);
        failAfter(6, often);
        for (int damaged = 0; damaged < 2; damaged++) {
            Path file =
                    damaged == 0 ? checkpoint : folder.resolve("run." + damaged + ".safetensors");
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 100] ^= 1;
            Files.write(file, bytes);
        }
        List<Long> steps = new ArrayList<>();
        String log =
                LogRecords.of(RunCheckpoint.class, () -> steps.addAll(resumedSteps(often))).stream()
                        .map(LogRecord::getMessage)
                        .collect(Collectors.joining("\n"));
        assertEquals(3L, steps.get(0), "states of 6, 4 and 2 steps were there");
        assertTrue(log.toString().contains("does not match its SHA-256"), log);
        assertTrue(log.toString().contains("Goes on from step 2"), log);
    }

    @Test
    void noStateThatCanBeReadIsRefused() throws IOException {
        failAfter(6, Checkpointing.to(checkpoint).keeping(1));
        Files.write(checkpoint, new byte[100]);
        UncheckedIOException e =
                assertThrows(
                        UncheckedIOException.class,
                        () -> pretrainer().pretrain(corpus, checkpoint));
        assertTrue(e.getMessage().contains("delete it to start"), e.getMessage());
    }

    @Test
    void aStateOfAnEarlierVersionIsRefusedWithAWord() throws IOException {
        Safetensors.write(
                checkpoint,
                Map.of("parameters", NamedTensor.of("parameters", new int[] {1}, new float[1])),
                Map.of("identity", "EncoderConfig[width=16]", "step", "4"));
        UncheckedIOException e =
                assertThrows(
                        UncheckedIOException.class,
                        () -> pretrainer().pretrain(corpus, checkpoint));
        assertTrue(e.getMessage().contains("with the version that began it"), e.getMessage());
    }

    @Test
    void theEncoderOfAnUnfinishedRunCanBeUsed() throws IOException {
        failAfter(6, Checkpointing.to(checkpoint));
        PretrainedEncoder unfinished = PretrainedEncoder.ofCheckpoint(checkpoint);
        assertEquals(SHAPE.config(), unfinished.config());
        assertTrue(unfinished.hasPretrainingHeads());
        assertEquals("7", fact(unfinished, "steps"));
        PretrainedEncoder best =
                PretrainedEncoder.ofCheckpoint(folder.resolve("run.best.safetensors"));
        assertEquals("4", fact(best, "steps"));
        float[] ended = pretrainer().pretrain(corpus, checkpoint).arena();
        assertArrayEquals(ended, PretrainedEncoder.ofCheckpoint(checkpoint).arena());
        unfinished.save(folder.resolve("unfinished.ssamba"));
        assertArrayEquals(
                unfinished.arena(),
                PretrainedEncoder.load(folder.resolve("unfinished.ssamba")).arena());
    }

    @Test
    void aCheckpointThatIsNotThereIsNamed() {
        Path nowhere = folder.resolve("nowhere.safetensors");
        IOException e =
                assertThrows(IOException.class, () -> PretrainedEncoder.ofCheckpoint(nowhere));
        assertTrue(e.getMessage().startsWith("There is no checkpoint " + nowhere), e.getMessage());
        assertTrue(e.getMessage().contains("Checkpointing.to"), e.getMessage());
    }

    @Test
    void aFinishedRunCanHaveMoreSteps() {
        pretrainer().pretrain(corpus, checkpoint);
        List<Long> steps = new ArrayList<>();
        PretrainedEncoder longer =
                pretrainer(RECIPE.steps(12), steps::add).pretrain(corpus, checkpoint);
        assertEquals(List.of(10L, 11L, 12L), steps);
        assertEquals("from step 9: steps is 12 here and was 9", fact(longer, "history"));
    }

    @Test
    void anUnfinishedRunKeepsItsLength() {
        failAfter(6, Checkpointing.to(checkpoint));
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                pretrainer(RECIPE.steps(12), step -> {})
                                        .pretrain(corpus, checkpoint));
        assertTrue(e.getMessage().contains("steps is 12 here and was 9"), e.getMessage());
        assertFalse(e.getMessage().contains("batchSize"), "only what differs");
    }

    @Test
    void otherClipsAreTakenOnlyWhenAskedFor() {
        failAfter(6, Checkpointing.to(checkpoint));
        AudioCorpus larger = tones("more", 12);
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () -> pretrainer().pretrain(larger, checkpoint));
        assertTrue(e.getMessage().contains("acceptingChangedCorpus"), e.getMessage());
        PretrainedEncoder encoder =
                pretrainer()
                        .pretrain(
                                larger,
                                null,
                                Checkpointing.to(checkpoint).acceptingChangedCorpus());
        String history = fact(encoder, "history");
        assertTrue(history.startsWith("from step 7: corpus is "), history);
    }

    @Test
    void twoRunsCannotHaveOneCheckpoint() {
        List<String> refused = new ArrayList<>();
        pretrainer(
                        RECIPE,
                        step -> {
                            if (step == 2) {
                                refused.add(
                                        assertThrows(
                                                        IllegalStateException.class,
                                                        () ->
                                                                pretrainer()
                                                                        .pretrain(
                                                                                corpus, checkpoint))
                                                .getMessage());
                            }
                        })
                .pretrain(corpus, checkpoint);
        assertTrue(refused.get(0).contains("is in use by another run"), refused::toString);
        assertNotEquals(0, pretrainer().pretrain(corpus, checkpoint).arena().length);
    }
}
