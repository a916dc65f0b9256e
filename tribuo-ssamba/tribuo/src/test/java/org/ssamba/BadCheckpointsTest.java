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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.checkpoint.CheckpointFormatException;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.PyTorchCheckpoint;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.checkpoint.SafetensorsFile;
import org.ssamba.head.LabelHead;
import org.ssamba.published.CheckpointOptions;
import org.ssamba.published.PublishedCheckpoint;
import org.tribuo.Model;
import org.tribuo.classification.Label;

/** Files that cannot be used: one exception that names the file, the place and the remedy. */
class BadCheckpointsTest {
    private static final String PROJECTION = "module.v.patch_embed.proj.weight";

    @TempDir Path folder;

    private interface Change {
        void apply(Map<String, NamedTensor> tensors);
    }

    private Path mini(Change change) throws IOException {
        Map<String, NamedTensor> tensors = MiniCheckpoint.tensors();
        change.apply(tensors);
        return write(tensors);
    }

    private Path write(Map<String, NamedTensor> tensors) throws IOException {
        Path file = folder.resolve("bad.pth");
        PyTorchCheckpoint.write(file, tensors);
        return file;
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("bad.pth"), bytes);
    }

    /** Refused as an encoder, in words that hold all of these. */
    private static void refused(Path file, String... words) {
        says(assertThrows(CheckpointFormatException.class, () -> load(file)), file, words);
    }

    private static PretrainedEncoder load(Path file) throws IOException {
        return PretrainedEncoder.load(file);
    }

    private static void says(Exception e, Path file, String... words) {
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), "\"" + word + "\" in: " + e.getMessage());
        }
    }

    private static void put(Map<String, NamedTensor> tensors, String name, int... shape) {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        tensors.put(name, NamedTensor.of(name, shape, new float[size]));
    }

    @Test
    void truncatedZip() throws IOException {
        byte[] bytes = Files.readAllBytes(MiniCheckpoint.file());
        refused(write(Arrays.copyOf(bytes, bytes.length / 2)), "zip directory", "cut short");
    }

    @Test
    void foreignClass() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write("cos\nsystem\n(U\u0004true".getBytes(StandardCharsets.ISO_8859_1));
        pickle.write("tR.".getBytes(StandardCharsets.ISO_8859_1));
        refused(zip(pickle.toByteArray()), "data.pkl", "os", "system");
    }

    private Path zip(byte[] pickle) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("archive/data.pkl");
            CRC32 crc = new CRC32();
            crc.update(pickle);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(pickle.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(pickle);
        }
        return write(bytes.toByteArray());
    }

    @Test
    void entryThatClaimsMoreThanTheFileHolds() throws IOException {
        byte[] bytes = Files.readAllBytes(MiniCheckpoint.file());
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int directory = 0;
        while (zip.getInt(directory) != 0x02014b50) {
            directory++;
        }
        // Compressed and uncompressed size of the first entry in the directory.
        zip.putInt(directory + 20, 0x7ffffff0).putInt(directory + 24, 0x7ffffff0);
        refused(write(bytes), "entry", "claims");
    }

    @Test
    void headerThatClaimsToBeHuge() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(1L << 60).put((byte) '{');
        refused(write(bytes.array()), "header", Long.toString(1L << 60));
    }

    @Test
    void weightsThatAreNotFinite() throws IOException {
        String name = "module.v.layers.2.mixer.dt_proj.bias";
        Path file =
                mini(
                        tensors -> {
                            float[] values = tensors.get(name).floats();
                            values[7] = Float.NaN;
                            tensors.put(name, NamedTensor.of(name, new int[] {96}, values));
                        });
        refused(file, name, "element 7", "NaN", "earlier checkpoint");
        // Finite in the file, but not in float32.
        Path large =
                mini(
                        tensors -> {
                            double[] values = tensors.get(name).doubles();
                            values[3] = 1e300;
                            tensors.put(name, NamedTensor.of(name, new int[] {96}, values));
                        });
        refused(large, name, "element 3", "Infinity");
    }

    @Test
    void everyMissingTensorIsNamed() throws IOException {
        Path file =
                mini(
                        tensors -> {
                            tensors.remove("module.v.layers.1.mixer.A_b_log");
                            tensors.remove("module.gpredlayer.2.bias");
                            tensors.remove("module.v.norm_f.weight");
                        });
        refused(
                file,
                "3 of those",
                "v.layers.1.mixer.A_b_log",
                "gpredlayer.2.bias",
                "v.norm_f.weight");
        refused(mini(tensors -> tensors.remove("module.p_input_tdim")), "p_input_tdim");
        refused(mini(tensors -> tensors.remove(PROJECTION)), "v.patch_embed.proj.weight");
        refused(write(Map.of()), "0 tensors");
        refused(
                write(Map.of("fc.weight", NamedTensor.of("fc.weight", new int[] {1}, 1f))),
                "v.pos_embed",
                "fc.weight");
    }

    @Test
    void shapesThatContradictEachOther() throws IOException {
        String scan = "module.v.layers.3.mixer.x_proj_b.weight";
        refused(mini(t -> put(t, scan, 36, 96)), scan, "[36, 96]", "[35, 96]", "two sizes");
        String inner = "module.v.layers.0.mixer.in_proj.weight";
        refused(mini(t -> put(t, inner, 200, 48)), inner, "[192, 48]");
        refused(mini(t -> put(t, PROJECTION, 64, 1, 16, 16)), "more", "[1, 1, 64]");
        refused(mini(t -> put(t, PROJECTION, 48, 256)), PROJECTION, "4 dimensions");
        refused(mini(t -> put(t, PROJECTION, 48, 1, 0, 16)), PROJECTION, "no values");
        refused(mini(t -> put(t, "module.v.pos_embed", 1, 66, 48)), "v.pos_embed", "65", "64");
        refused(mini(t -> put(t, "module.mlp_head.1.weight", 5, 47)), "mlp_head");
        refused(
                mini(t -> t.keySet().removeIf(name -> name.contains("layers.3."))),
                "layers is 3",
                "pairs");
        String frames = "module.p_input_tdim";
        for (long wrong : new long[] {-1, 0, 144, Long.MAX_VALUE}) {
            refused(
                    mini(t -> t.put(frames, NamedTensor.of(frames, new int[0], wrong))),
                    wrong == 144 ? "v.pos_embed" : frames);
        }
        refused(
                mini(t -> t.put("v.cls_token", t.get("module.v.cls_token"))),
                "v.cls_token",
                "with and without");
    }

    @Test
    void aFineTunedFileNeedsItsLength() throws IOException {
        Path file = write(MiniCheckpoint.fineTuned());
        refused(file, "v.pos_embed", "64 patches", "frames", "stride 16", "128 to 143 frames");
        CheckpointOptions wrong = new CheckpointOptions().frames(1024);
        says(
                assertThrows(
                        CheckpointFormatException.class,
                        () -> PublishedCheckpoint.read(file, wrong)),
                file,
                "none of the published strides");
        says(
                assertThrows(
                        CheckpointFormatException.class,
                        () -> PublishedCheckpoint.read(file, wrong.stride(16))),
                file,
                "are 512");
        CheckpointOptions other = new CheckpointOptions().frames(256);
        says(
                assertThrows(
                        CheckpointFormatException.class,
                        () -> PublishedCheckpoint.read(MiniCheckpoint.file(), other)),
                MiniCheckpoint.file(),
                "p_input_tdim",
                "says 256");
    }

    @Test
    void labelsThatAreTooFewOrRepeated() throws IOException {
        Path file = write(MiniCheckpoint.fineTuned());
        PublishedCheckpoint tuned =
                PublishedCheckpoint.read(file, new CheckpointOptions().frames(128));
        for (List<String> labels :
                List.of(
                        List.of("a", "b"),
                        List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "a"))) {
            says(
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> SSAMBAModel.classifier(tuned, labels, new LabelHead())),
                    file,
                    "10 outputs",
                    labels.size() == 2 ? "2 different" : "9 different");
        }
        PublishedCheckpoint pretrained = PublishedCheckpoint.read(MiniCheckpoint.file());
        says(
                assertThrows(
                        IllegalArgumentException.class,
                        () -> SSAMBAModel.classifier(pretrained, List.of("a"), new LabelHead())),
                MiniCheckpoint.file(),
                "mlp_head.1.weight");
    }

    @Test
    void aTrainerWantsWhatTheEncoderCannotGive() throws IOException {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> MiniCheckpoint.start(MiniCheckpoint.file(), 8, 0));
        assertTrue(e.getMessage().contains("patchFrames is 16"), e.getMessage());
        Path file = write(MiniCheckpoint.fineTuned());
        UncheckedIOException unread =
                assertThrows(UncheckedIOException.class, () -> MiniCheckpoint.start(file, 0, 0));
        says(unread, file, "Say the frames and the stride", "CheckpointOptions");
    }

    @Test
    void whatIsNoEncoderAtAll() throws IOException {
        Path empty = write(new byte[0]);
        says(assertThrows(IllegalStateException.class, () -> load(empty)), empty, "empty", ".pth");
        byte[] noise = new byte[4096];
        new Random(7).nextBytes(noise);
        Path random = write(noise);
        says(assertThrows(IllegalStateException.class, () -> load(random)), random, "not a");
        says(assertThrows(IOException.class, () -> load(folder)), folder, "is a folder");
        says(
                assertThrows(IOException.class, () -> PublishedCheckpoint.read(folder)),
                folder,
                "is a folder");
        Model<Label> model =
                new SSAMBATrainer<>(
                                new LabelHead(),
                                EncoderShape.tiny().size(8, 2).frames(48),
                                new FineTuningRecipe().epochs(1).batchSize(2))
                        .train(ToneExamples.carried(2, 1));
        Path saved = folder.resolve("model.tribuo");
        model.serializeToFile(saved);
        says(
                assertThrows(IllegalStateException.class, () -> load(saved)),
                saved,
                "Model.deserializeFromFile");
        Path old = write(new byte[] {(byte) 0x80, 2, '}', '.', 0, 0, 0, 0, 0, 0});
        refused(old, "before 1.6");
        for (String text :
                List.of(
                        "<!DOCTYPE html>\n<html><title>Download</title></html>",
                        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n")) {
            Path page = write(text.getBytes(StandardCharsets.US_ASCII));
            String line = text.lines().findFirst().orElseThrow();
            says(
                    assertThrows(IllegalStateException.class, () -> load(page)),
                    page,
                    "begins \"" + line + "\"",
                    "in place of the file");
            says(
                    assertThrows(
                            CheckpointFormatException.class, () -> PublishedCheckpoint.read(page)),
                    page,
                    "not that of a zip",
                    "in its place");
        }
    }

    @Test
    void safetensorsThatAreNotWhatTheirMetadataSay() throws IOException {
        Path good = folder.resolve("good.safetensors");
        load(MiniCheckpoint.file()).saveSafetensors(good);
        SafetensorsFile content = Safetensors.read(good);
        for (String key : content.metadata().keySet()) {
            if (key.equals("format") || key.endsWith("-text") || key.equals("ssamba.encoder")) {
                continue;
            }
            for (String value : new String[] {null, "", "{}", "[1]", "{\"mels\": \"x\"}"}) {
                Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
                metadata.put(key, value);
                metadata.values().removeIf(v -> v == null);
                refused(safetensors(content.tensors(), metadata), key);
            }
        }
        Map<String, String> wide = new LinkedHashMap<>(content.metadata());
        wide.computeIfPresent("ssamba.encoder", (k, v) -> v.replace(":48", ":52"));
        refused(safetensors(content.tensors(), wide), "v.cls_token", "[1, 1, 52]");
        Map<String, NamedTensor> changed = new LinkedHashMap<>(content.tensors());
        put(changed, "v.norm_f.bias", 48);
        refused(safetensors(changed, content.metadata()), "ssamba.weights-sha256");
        says(
                assertThrows(CheckpointFormatException.class, () -> PublishedCheckpoint.read(good)),
                good,
                "PretrainedEncoder.load");
        assertEquals(MiniCheckpoint.CONFIG, load(good).config());
    }

    private Path safetensors(Map<String, NamedTensor> tensors, Map<String, String> metadata)
            throws IOException {
        Path file = folder.resolve("bad.safetensors");
        Safetensors.write(file, tensors, metadata);
        return file;
    }
}
