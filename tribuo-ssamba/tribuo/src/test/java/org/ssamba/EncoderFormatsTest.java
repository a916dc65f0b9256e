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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.SavedWeights.assertSameTensors;
import static org.ssamba.SavedWeights.assertSameWeights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.audio.AudioClip;
import org.ssamba.checkpoint.Goldens;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.PyTorchCheckpoint;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.published.CheckpointOptions;
import org.ssamba.published.PublishedCheckpoint;

/** Encoders written as state dicts, as safetensors and as files of our own, and read again. */
class EncoderFormatsTest {
    @TempDir Path folder;

    @Test
    void writingAStateDictGivesBackTheSameKeysShapesAndValues() throws IOException {
        Path written = folder.resolve("written.pth");
        PretrainedEncoder.load(MiniCheckpoint.file()).savePyTorch(written);
        assertSameTensors(MiniCheckpoint.tensors(), PyTorchCheckpoint.read(written));
    }

    @Test
    void safetensorsKeepEveryKeyAndTheProvenance() throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(MiniCheckpoint.file());
        Path file = folder.resolve("encoder.safetensors");
        encoder.saveSafetensors(file);
        Map<String, NamedTensor> written = Safetensors.read(file).tensors();
        MiniCheckpoint.tensors()
                .forEach(
                        (name, tensor) -> {
                            String bare = name.substring("module.".length());
                            if (!bare.startsWith("v.head.")) {
                                assertEquals(tensor.withName(bare), written.get(bare));
                            }
                        });
        PretrainedEncoder loaded = PretrainedEncoder.load(file);
        assertSameWeights(encoder, loaded);
        assertEquals(encoder.frontEnd(), loaded.frontEnd());
        assertEquals(encoder.getProvenance(), loaded.getProvenance());
        Path again = folder.resolve("again.safetensors");
        loaded.saveSafetensors(again);
        assertSameWeights(encoder, PretrainedEncoder.load(again));
    }

    /** Safetensors begin with the length of their header, which may be a magic number of others. */
    @ParameterizedTest
    @ValueSource(ints = {0x80, 'K' << 8 | 'P'})
    void safetensorsWhoseLengthLooksLikePyTorchAreSafetensors(int low) throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(MiniCheckpoint.file());
        Path file = folder.resolve("encoder.safetensors");
        encoder.saveSafetensors(file);
        ByteBuffer old = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) old.getLong();
        int mask = low > 0xff ? 0xffff : 0xff;
        int padded = header;
        while ((padded & mask) != low) {
            padded++;
        }
        ByteBuffer same =
                ByteBuffer.allocate(old.capacity() + padded - header)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(padded);
        same.put(old.slice(8, header)).put(" ".repeat(padded - header).getBytes());
        same.put(old.slice(8 + header, old.capacity() - 8 - header));
        Files.write(file, same.array());
        assertSameWeights(encoder, PretrainedEncoder.load(file));
    }

    /** Other tools keep tensors and drop what they do not know. */
    @Test
    void safetensorsWithoutOurMetadataAreAStateDict() throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(MiniCheckpoint.file());
        Path file = folder.resolve("encoder.safetensors");
        encoder.saveSafetensors(file);
        Path bare = folder.resolve("bare.safetensors");
        Safetensors.write(bare, Safetensors.read(file).tensors(), Map.of());
        PublishedCheckpoint checkpoint = PublishedCheckpoint.read(bare);
        assertTrue(checkpoint.leftover().isEmpty());
        assertSameWeights(encoder, PretrainedEncoder.of(checkpoint));
    }

    @Test
    void anEncoderPretrainedHereKeepsItsProvenanceInEachFormat() throws Exception {
        // Saved before provenance could name a file of weights.
        PretrainedEncoder old =
                PretrainedEncoder.load(
                        Path.of(getClass().getResource("/saved/encoder-0.1.ssamba").toURI()));
        assertTrue(old.getProvenance().pretrainer().isPresent());
        assertTrue(old.getProvenance().corpus().isPresent());
        assertTrue(old.getProvenance().importedFrom().isEmpty());
        assertTrue(old.getProvenance().run().getMap().containsKey("steps"));
        Path own = folder.resolve("encoder.ssamba");
        Path safetensors = folder.resolve("encoder.safetensors");
        old.save(own);
        old.saveSafetensors(safetensors);
        for (Path file : List.of(own, safetensors)) {
            PretrainedEncoder loaded = PretrainedEncoder.load(file);
            assertSameWeights(old, loaded);
            assertEquals(old.frontEnd(), loaded.frontEnd());
            assertEquals(old.getProvenance(), loaded.getProvenance());
            assertEquals(old.getProvenance().hashCode(), loaded.getProvenance().hashCode());
        }
        Path exported = folder.resolve("encoder.pth");
        old.savePyTorch(exported);
        PretrainedEncoder imported =
                PretrainedEncoder.of(
                        PublishedCheckpoint.read(
                                exported,
                                new CheckpointOptions()
                                        .normalization(old.frontEnd().normalization())));
        assertSameWeights(old, imported);
        assertEquals(old.frontEnd(), imported.frontEnd());
        assertFalse(old.getProvenance().equals(imported.getProvenance()));
    }

    @Test
    void anEncoderWithoutPretrainingHeadsIsSavedAsSuch() throws IOException {
        Path file = MiniCheckpoint.write(folder.resolve("tuned.pth"), MiniCheckpoint.fineTuned());
        PretrainedEncoder encoder =
                PretrainedEncoder.of(
                        PublishedCheckpoint.read(file, new CheckpointOptions().frames(128)));
        assertFalse(encoder.hasPretrainingHeads());
        AudioClip clip = AudioClip.of(ToneExamples.tone(true, 1), ToneExamples.RATE);
        assertThrows(
                IllegalStateException.class,
                () -> encoder.reconstruct(clip, 3, 1, new ComputeDevice()));
        List<Path> saved = new ArrayList<>();
        for (String name : List.of("a.ssamba", "a.safetensors", "a.pth")) {
            saved.add(folder.resolve(name));
        }
        encoder.save(saved.get(0));
        encoder.saveSafetensors(saved.get(1));
        encoder.savePyTorch(saved.get(2));
        for (Path each : saved) {
            assertSameWeights(encoder, PretrainedEncoder.load(each));
        }
    }

    @Test
    void overlappingPatchesHaveNoPlaceInAPretrainingFile() throws IOException {
        Map<String, NamedTensor> tensors = MiniCheckpoint.fineTuned();
        tensors.put(
                "module.v.pos_embed",
                Goldens.load("mini_finetune_T96_stride10.npz").get("pos_embed"));
        PretrainedEncoder encoder =
                PretrainedEncoder.of(
                        PublishedCheckpoint.read(
                                MiniCheckpoint.write(folder.resolve("tuned.pth"), tensors),
                                new CheckpointOptions().frames(96)));
        Path file = folder.resolve("encoder.pth");
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> encoder.savePyTorch(file));
        assertTrue(e.getMessage().contains("saveSafetensors"), e.getMessage());
        Path safetensors = folder.resolve("encoder.safetensors");
        encoder.saveSafetensors(safetensors);
        assertSameWeights(encoder, PretrainedEncoder.load(safetensors));
    }
}
