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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.Sha256;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.head.LabelHead;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.sequence.SequenceModel;

/** Where encoders come from, as version 0.1 said it and as it is said now. */
class EncoderSourceTest {
    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    private static final EncoderShape SECOND = SHAPE.frames(100).patches(128, 4);

    @TempDir static Path folder;
    private static AudioCorpus corpus;
    private static Path file;
    private static PretrainedEncoder encoder;
    private static MutableDataset<Label> training;

    @BeforeAll
    static void pretrain() throws IOException {
        ToneExamples.inFiles(Files.createDirectory(folder.resolve("corpus")), 6, 1);
        corpus = new AudioCorpus(folder.resolve("corpus"));
        encoder = pretrainer(SHAPE).untrained(corpus);
        file = folder.resolve("encoder.ssamba");
        encoder.save(file);
        training = ToneExamples.carried(8, 1);
    }

    private static SSAMBAPretrainer pretrainer(EncoderShape shape) {
        return SSAMBAPretrainer.builder(shape)
                .recipe(new PretrainingRecipe().steps(2).batchSize(4))
                .device(CPU)
                .build();
    }

    private static SSAMBATrainer<Label> trainer(EncoderSource source) {
        return SSAMBATrainer.builder(new LabelHead())
                .encoder(source)
                .recipe(new FineTuningRecipe().epochs(1).batchSize(4))
                .device(CPU)
                .build();
    }

    private static ConfigurationManager configuration(String trainer, String settings)
            throws IOException {
        Path xml = folder.resolve("trainer.xml");
        Files.writeString(
                xml,
                """
                <config>
                  <component name="trainer" type="org.ssamba.%s">
                    <property name="head" value="head"/>
                    %s
                  </component>
                  <component name="head" type="org.ssamba.head.LabelHead"/>
                  <component name="shape" type="org.ssamba.EncoderShape">
                    <property name="frames" value="200"/>
                  </component>
                  <component name="pretrainer" type="org.ssamba.SSAMBAPretrainer"/>
                  <component name="corpus" type="org.ssamba.data.AudioCorpus">
                    <property name="directory" value="%s"/>
                  </component>
                </config>
                """
                        .formatted(trainer, settings, folder.resolve("corpus")));
        return new ConfigurationManager(xml.toString());
    }

    private static String property(String name, Object value) {
        return "<property name=\"%s\" value=\"%s\"/>".formatted(name, value);
    }

    @ParameterizedTest
    @CsvSource({"SSAMBATrainer", "SSAMBASequenceTrainer"})
    void configurationsOfTheFirstVersionBuildTheTrainersTheyDescribe(String type)
            throws IOException {
        String adapted = property("frames", 96) + property("stride", 10);
        assertEquals(
                EncoderShape.tiny().frames(96).stride(10).toString(),
                source(type, property("shape", "shape") + adapted).toString());
        assertEquals(
                EncoderSource.file(file).frames(96).stride(10).toString(),
                source(type, property("encoderPath", file) + adapted).toString());
        EncoderSource pretrained =
                source(
                        type,
                        property("pretraining", "pretrainer")
                                + property("pretrainingCorpus", "corpus")
                                + adapted);
        assertTrue(pretrained instanceof EncoderSource.Pretraining, pretrained::toString);
        assertTrue(pretrained.toString().contains("frames=96,stride=10"), pretrained::toString);
    }

    private static EncoderSource source(String type, String settings) throws IOException {
        return ((EncoderTrainer<?>) configuration(type, settings).lookup("trainer")).encoder;
    }

    @Test
    void whatContradictsItselfIsNamed() throws IOException {
        for (String settings :
                List.of(
                        property("shape", "shape") + property("encoderPath", file),
                        property("encoder", "shape") + property("encoderPath", file),
                        property("encoder", "shape") + property("frames", 96))) {
            PropertyException e =
                    assertThrows(PropertyException.class, () -> source("SSAMBATrainer", settings));
            assertEquals("encoder", e.getProperty(), e.getMessage());
        }
    }

    @Test
    void modelsOfTheFirstVersionAreReplayedByTheTrainersTheyDescribe() throws IOException {
        Model<?> fresh =
                Model.deserializeFromFile(GoldenFiles.resource("label-softmax-0.1.tribuo"));
        SSAMBATrainer<?> trainer = replayed(fresh.getProvenance(), SSAMBATrainer.class);
        assertEquals(((SSAMBAModel<?>) fresh).config(), ((EncoderShape) trainer.encoder).config());
        Model<?> tuned =
                Model.deserializeFromFile(GoldenFiles.resource("label-encoder-0.1.tribuo"));
        assertTrue(
                replayed(tuned.getProvenance(), SSAMBATrainer.class).encoder
                        instanceof EncoderSource.File);
        SequenceModel<?> seconds =
                SequenceModel.deserializeFromFile(GoldenFiles.resource("sequence-0.1.tribuo"));
        assertTrue(
                replayed(seconds.getProvenance(), SSAMBASequenceTrainer.class).encoder
                        instanceof EncoderShape);
    }

    private static <C extends EncoderTrainer<?>> C replayed(
            org.tribuo.provenance.ModelProvenance provenance, Class<C> type) {
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(
                ProvenanceUtil.extractConfiguration(provenance.getTrainerProvenance()));
        return manager.lookupAll(type).get(0);
    }

    @Test
    void provenanceHasNoWordOfTheSettingsOfTheFirstVersion() {
        String provenance = trainer(SHAPE).getProvenance().toString();
        assertFalse(provenance.contains("encoderPath"), provenance);
        assertFalse(provenance.contains("pretrainingCorpus"), provenance);
    }

    @Test
    void anEncoderInHandTrainsAsItsFile() throws IOException {
        SSAMBAModel<Label> one = trainer(EncoderSource.file(file)).train(training);
        SSAMBAModel<Label> two = trainer(EncoderSource.inHand(encoder)).train(training);
        assertArrayEquals(SavedModels.weights(one), SavedModels.weights(two));
        for (SSAMBAModel<Label> model : List.of(one, two)) {
            String facts = model.getProvenance().getInstanceProvenance().toString();
            assertTrue(facts.contains(Sha256.ofFile(file)), facts);
            assertTrue(facts.contains("encoder-provenance"), facts);
        }
    }

    @Test
    void aReplayAsksForTheEncoderInHandByItsHash() throws IOException {
        PretrainedEncoder held = PretrainedEncoder.load(file);
        SSAMBATrainer<Label> trainer = trainer(EncoderSource.inHand(held).frames(64));
        SSAMBAModel<Label> model = trainer.train(training);
        SSAMBATrainer<?> again = replayed(model.getProvenance(), SSAMBATrainer.class);
        assertEquals(trainer.toString(), again.toString());
        assertEquals(64, model.config().frames());

        String other = "00" + Sha256.ofFile(file).substring(2);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> EncoderSource.InHand.find(other));
        assertTrue(e.getMessage().contains(other), e.getMessage());
    }

    @Test
    void sequencesArePretrainedOnACorpusOrOnTheirOwnClips() throws IOException {
        for (EncoderSource source :
                List.of(
                        EncoderSource.pretraining(pretrainer(SECOND), corpus),
                        EncoderSource.pretraining(pretrainer(SECOND)))) {
            SSAMBASequenceModel model =
                    SSAMBASequenceTrainer.builder(new LabelHead())
                            .encoder(source)
                            .recipe(
                                    new FineTuningRecipe()
                                            .epochs(1)
                                            .batchSize(4)
                                            .earlyStopping(0.25, 0))
                            .device(CPU)
                            .build()
                            .train(ChangingTones.carried(8));
            assertTrue(
                    model.getProvenance()
                            .getInstanceProvenance()
                            .toString()
                            .contains("pretrainer"));
        }
    }

    @Test
    void theOrderOfChangesDoesNotMatter() {
        EncoderConfig config = EncoderShape.tiny().frames(10).patches(128, 2).config();
        assertEquals(EncoderShape.tiny().patches(128, 2).frames(10).config(), config);
        assertEquals(2, config.frameStride());
        assertEquals(
                EncoderShape.tiny().stride(10).patches(16, 16).config(),
                EncoderShape.tiny().patches(16, 16).stride(10).config());
        EncoderShape tooShort = EncoderShape.tiny().frames(10);
        PropertyException e =
                assertThrows(
                        PropertyException.class,
                        () -> new SSAMBAPretrainer(tooShort, new PretrainingRecipe()));
        assertTrue(e.getMessage().contains("patchFrames is 16"), e.getMessage());
    }

    @Test
    void aUriNamesAFile() {
        assertEquals(
                trainer(EncoderSource.file(file)).getProvenance(),
                trainer(EncoderSource.file(file.toUri())).getProvenance());
        URI web = URI.create("https://example.org/tiny.ssamba");
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> EncoderSource.file(web));
        assertTrue(refused.getMessage().startsWith(web + " does not name a file"));
    }
}
