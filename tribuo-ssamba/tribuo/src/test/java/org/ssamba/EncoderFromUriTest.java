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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.data.Sha256;
import org.ssamba.download.DownloadException;
import org.ssamba.download.WeightsServer;
import org.ssamba.head.LabelHead;
import org.tribuo.classification.Label;

/** Encoders by their address, from a server on this computer. */
class EncoderFromUriTest {
    private static final String FOLDER = "ssamba.downloads";

    @TempDir Path folder;
    private WeightsServer server;

    @BeforeEach
    void start() throws IOException {
        System.setProperty(FOLDER, folder.resolve("downloads").toString());
        server = new WeightsServer(Files.readAllBytes(MiniCheckpoint.file()));
    }

    @AfterEach
    void stop() {
        System.clearProperty(FOLDER);
        server.close();
    }

    private static Map<String, ? extends Provenance> download(PretrainedEncoder encoder) {
        return encoder.getProvenance().downloadedFrom().orElseThrow().getMap();
    }

    private static SSAMBATrainer<Label> trainer(EncoderSource source) {
        return SSAMBATrainer.builder(new LabelHead())
                .encoder(source)
                .recipe(new FineTuningRecipe().epochs(1).batchSize(4))
                .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                .build();
    }

    @Test
    void asTheGuideShowsIt() throws IOException {
        URI address = server.uri();
        // docs/pretraining.md: begin
        PretrainedEncoder published = PretrainedEncoder.load(address);
        System.out.println(published.getProvenance().downloadedFrom()); // with its SHA-256
        SSAMBATrainer<Label> trainer =
                new SSAMBATrainer<>(
                        new LabelHead(), EncoderSource.uri(address), new FineTuningRecipe());
        // docs/pretraining.md: end
        assertTrue(trainer.toString().contains(address.toString()), trainer.toString());
        assertArrayEquals(PretrainedEncoder.load(MiniCheckpoint.file()).arena(), published.arena());
        assertEquals(address.toString(), download(published).get("uri").toString());
        assertEquals(
                Sha256.ofFile(MiniCheckpoint.file()), download(published).get("sha256").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"own", "safetensors", "PyTorch"})
    void theFormatIsRecognisedByContent(String format) throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(MiniCheckpoint.file());
        Path file = folder.resolve("encoder");
        switch (format) {
            case "own" -> encoder.save(file);
            case "safetensors" -> encoder.saveSafetensors(file);
            default -> encoder.savePyTorch(file);
        }
        server.put(Files.readAllBytes(file), "\"other\"");
        PretrainedEncoder loaded = PretrainedEncoder.load(server.uri());
        assertArrayEquals(encoder.arena(), loaded.arena());
        Path again = folder.resolve("again.ssamba");
        loaded.save(again);
        assertEquals(loaded.getProvenance(), PretrainedEncoder.load(again).getProvenance());
        assertEquals(Sha256.ofFile(file), download(loaded).get("sha256").toString());
    }

    @Test
    void aModelNamesTheAddressAndTheHashOfItsEncoder() throws IOException {
        SSAMBAModel<Label> model =
                trainer(EncoderSource.uri(server.uri()).frames(64))
                        .train(ToneExamples.carried(8, 1));
        assertEquals(64, model.config().frames());
        String hash = Sha256.ofFile(MiniCheckpoint.file());
        Map<String, ? extends Provenance> facts =
                model.getProvenance().getInstanceProvenance().getMap();
        assertTrue(facts.get("encoder-sha256").toString().contains(hash), facts.toString());
        assertTrue(facts.get("encoder-provenance").toString().contains(server.uri().toString()));
        String by = model.getProvenance().getTrainerProvenance().toString();
        assertTrue(by.contains(server.uri().toString()), by);
        assertEquals(1, server.requests().size());
    }

    @Test
    void filesOfThisComputerAreNotDownloaded() throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(MiniCheckpoint.file().toUri());
        assertTrue(encoder.getProvenance().downloadedFrom().isEmpty());
    }

    @Test
    void aDamagedFileIsReportedWithItsAddress() {
        server.put(new byte[] {'P', 'K', 3, 4, 0, 1}, "\"damaged\"");
        IOException e = assertThrows(IOException.class, () -> PretrainedEncoder.load(server.uri()));
        assertTrue(e.getMessage().startsWith(server.uri().toString()), e.getMessage());
    }

    @Test
    void aTrainerFailsWithTheReason() {
        server.next(WeightsServer.status(404));
        UncheckedIOException e =
                assertThrows(
                        UncheckedIOException.class,
                        () ->
                                trainer(EncoderSource.uri(server.uri()))
                                        .train(ToneExamples.carried(8, 1)));
        assertTrue(e.getCause() instanceof DownloadException, e.toString());
    }

    @Test
    void anAddressOfAnotherKindIsNoSource() {
        PropertyException e =
                assertThrows(
                        PropertyException.class,
                        () -> EncoderSource.uri(URI.create("encoder.ssamba")));
        assertTrue(e.getMessage().contains("uri"), e.getMessage());
    }
}
