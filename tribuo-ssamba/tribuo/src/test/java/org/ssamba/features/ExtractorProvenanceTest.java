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
package org.ssamba.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.features.FrozenEncoder.CPU;
import static org.ssamba.features.FrozenEncoder.FRAMES;
import static org.ssamba.features.FrozenEncoder.WIDTH;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.ClipLength;
import org.ssamba.EncoderShape;
import org.ssamba.FeatureExtractorProvenance;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.features.SSAMBAFeatureExtractor.Embedding;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.test.Helpers;

/** What a feature extractor says of itself, and what is built from what it says. */
class ExtractorProvenanceTest {
    @TempDir static Path folder;
    private static FrozenEncoder frozen;

    @BeforeAll
    static void pretrainATinyEncoder() throws IOException {
        frozen = new FrozenEncoder(folder);
    }

    @Test
    void theHashSaysWhatIsComputed() throws Exception {
        String mean = frozen.extractor(Embedding.MEAN).contentHash();
        assertEquals(
                mean,
                SSAMBAFeatureExtractor.<Label>builder(frozen.file)
                        .embedding(Embedding.MEAN)
                        .clipLength(ClipLength.CUT)
                        .device(CPU)
                        .batchSize(3)
                        .build()
                        .contentHash());
        assertNotEquals(mean, frozen.extractor(Embedding.CLASS_TOKEN).contentHash());
        Path other = folder.resolve("other.ssamba");
        new SSAMBAPretrainer(
                        EncoderShape.tiny().size(WIDTH, 2).frames(FRAMES),
                        new PretrainingRecipe().steps(1).batchSize(4).maskedPatches(6))
                .pretrain(new AudioCorpus(folder.resolve("testing")))
                .save(other);
        assertNotEquals(
                mean,
                SSAMBAFeatureExtractor.<Label>builder(other)
                        .embedding(Embedding.MEAN)
                        .clipLength(ClipLength.CUT)
                        .device(CPU)
                        .batchSize(8)
                        .build()
                        .contentHash());
    }

    @Test
    void provenanceHoldsTheEncodersHashAndOriginAndRebuildsTheSame() {
        SSAMBAFeatureExtractor<Label> extractor = frozen.extractor(Embedding.CLASS_TOKEN);
        FeatureExtractorProvenance provenance =
                (FeatureExtractorProvenance) extractor.getProvenance();
        assertEquals(
                ProvenanceUtil.hashResource(ProvenanceUtil.HashType.SHA256, frozen.file.toFile()),
                provenance.encoderHash().toUpperCase(java.util.Locale.ROOT));
        assertEquals(frozen.encoder.getProvenance(), provenance.encoder());
        Helpers.testProvenanceMarshalling(provenance);
        AudioFeatureDataSource<Label> source =
                new AudioFeatureDataSource<>(frozen.clips("testing"), extractor);
        Helpers.testProvenanceMarshalling(source.getProvenance());

        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(ProvenanceUtil.extractConfiguration(source.getProvenance()));
        AudioFeatureDataSource<?> rebuilt = manager.lookupAll(AudioFeatureDataSource.class).get(0);
        assertEquals(first(source), first(rebuilt));
        assertEquals(
                provenance, manager.lookupAll(SSAMBAFeatureExtractor.class).get(0).getProvenance());
    }

    private static Example<?> first(Iterable<? extends Example<?>> source) {
        return source.iterator().next();
    }

    @Test
    void aConfigurationFileBuildsTheSameExtractor() throws Exception {
        Path configuration =
                Files.writeString(
                        folder.resolve("extractor.xml"),
                        """
                        <config>
                          <component name="embedding" type="org.ssamba.features.SSAMBAFeatureExtractor">
                            <property name="encoderPath" value="%s"/>
                            <property name="embedding" value="PER_SECOND"/>
                            <property name="clipLength" value="CUT"/>
                            <property name="device" value="cpu"/>
                            <property name="batchSize" value="8"/>
                          </component>
                          <component name="cpu" type="org.ssamba.ComputeDevice">
                            <property name="kind" value="CPU"/>
                          </component>
                        </config>
                        """
                                .formatted(frozen.file));
        SSAMBAFeatureExtractor<?> built =
                (SSAMBAFeatureExtractor<?>)
                        new ConfigurationManager(configuration.toString()).lookup("embedding");
        SSAMBAFeatureExtractor<Label> expected = frozen.extractor(Embedding.PER_SECOND);
        assertEquals(expected.getProvenance(), built.getProvenance());
        assertEquals(expected.contentHash(), built.contentHash());
    }

    @Test
    void whatCannotBeUsedIsNamed() throws Exception {
        Path missing = folder.resolve("none.ssamba");
        Path damaged = Files.writeString(folder.resolve("damaged.ssamba"), "no encoder");
        for (Path bad : List.of(missing, damaged)) {
            PropertyException e =
                    assertThrows(
                            PropertyException.class, () -> new SSAMBAFeatureExtractor<Label>(bad));
            assertTrue(e.getMessage().contains(bad.toString()), e.getMessage());
            assertEquals("encoderPath", e.getProperty());
        }
        PropertyException e =
                assertThrows(
                        PropertyException.class,
                        () ->
                                SSAMBAFeatureExtractor.<Label>builder(frozen.file)
                                        .embedding(Embedding.MEAN)
                                        .clipLength(ClipLength.CUT)
                                        .device(CPU)
                                        .batchSize(0)
                                        .build());
        assertEquals("batchSize", e.getProperty());
    }
}
