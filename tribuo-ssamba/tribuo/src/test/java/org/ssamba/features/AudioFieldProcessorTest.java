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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.AudioReference;
import org.ssamba.data.Wav;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.data.columnar.ColumnarFeature;
import org.tribuo.data.columnar.FieldProcessor;
import org.tribuo.data.columnar.RowProcessor;
import org.tribuo.data.columnar.processors.field.DoubleFieldProcessor;
import org.tribuo.data.columnar.processors.response.FieldResponseProcessor;
import org.tribuo.data.csv.CSVDataSource;
import org.tribuo.data.sql.SQLDBConfig;
import org.tribuo.data.sql.SQLDataSource;
import org.tribuo.json.JsonDataSource;
import org.tribuo.test.Helpers;

class AudioFieldProcessorTest {
    private static final int BINS = 4;

    @TempDir Path folder;
    private final LogMelStatisticsExtractor<Label> extractor =
            new LogMelStatisticsExtractor<>(BINS);
    private AudioFieldProcessor processor;

    @BeforeEach
    void twoTones() throws IOException {
        Wav.tone(folder.resolve("sounds/a.wav"), 300, 0.2);
        Wav.tone(folder.resolve("sounds/b.wav"), 900, 0.2);
        processor = new AudioFieldProcessor("sound", extractor, folder.resolve("sounds"));
    }

    /** Sound and age of a machine, and whether it is broken. */
    private RowProcessor<Label> rows() {
        return new RowProcessor<>(
                new FieldResponseProcessor<>("state", "unknown", new LabelFactory()),
                Map.of("sound", processor, "age", new DoubleFieldProcessor("age")));
    }

    private void assertRows(DataSource<Label> source) {
        MutableDataset<Label> dataset = new MutableDataset<>(source);
        assertEquals(2, dataset.size());
        String[] files = {"a.wav", "b.wav"};
        // Tribuo's response processor takes labels in upper case by default.
        String[] states = {"WORKS", "BROKEN"};
        for (int row = 0; row < 2; row++) {
            Example<Label> example = dataset.getExample(row);
            assertEquals(states[row], example.getOutput().getLabel());
            assertEquals(2 * BINS + 1, example.size());
            assertEquals(3 + row, example.lookup("age@value").getValue());
            Path file = folder.resolve("sounds").resolve(files[row]);
            for (Feature feature : extractor.process(AudioReference.ofFile(file))) {
                assertEquals(
                        feature.getValue(),
                        example.lookup("sound@" + feature.getName()).getValue());
            }
        }
        Helpers.testProvenanceMarshalling(dataset.getProvenance());
    }

    @Test
    void csvColumnsOfPathsBecomeFeatures() throws IOException {
        Path file = folder.resolve("machines.csv");
        Files.writeString(file, "sound,age,state\na.wav,3,works\nb.wav,4,broken\n");
        assertRows(new CSVDataSource<>(file, rows(), true));
    }

    @Test
    void jsonFieldsOfPathsBecomeFeatures() throws IOException {
        Path file = folder.resolve("machines.json");
        Files.writeString(
                file,
                """
                [{"sound": "a.wav", "age": "3", "state": "works"},
                 {"sound": "b.wav", "age": "4", "state": "broken"}]
                """);
        assertRows(new JsonDataSource<>(file, rows(), true));
    }

    @Test
    void sqlColumnsOfPathsBecomeFeatures() throws SQLException {
        String database = "jdbc:h2:mem:machines";
        // The database lives as long as this connection.
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE machines (\"sound\" VARCHAR, \"age\" INT, \"state\" VARCHAR)");
            statement.execute(
                    "INSERT INTO machines VALUES ('a.wav', 3, 'works'), ('b.wav', 4, 'broken')");
            try (SQLDataSource<Label> source =
                    new SQLDataSource<>(
                            "SELECT * FROM machines ORDER BY \"age\"",
                            new SQLDBConfig(database, Map.of()),
                            new LabelFactory(),
                            rows(),
                            true)) {
                assertRows(source);
            }
        }
    }

    @Test
    void aMissingFileIsNamedWithItsField() {
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> processor.process("c.wav"));
        assertEquals(folder.resolve("sounds/c.wav").toString(), e.path());
        assertTrue(e.getMessage().contains("field 'sound'"), e.getMessage());
        assertTrue(e.getMessage().contains("'c.wav'"), e.getMessage());
    }

    @Test
    void unusableFilesAndWrongPathsAreNamedWithTheirField() throws IOException {
        Files.writeString(folder.resolve("sounds/text.wav"), "no audio");
        Wav.tone(folder.resolve("sounds/click.wav"), 300, 0.01);
        for (String bad : List.of("text.wav", "click.wav", "nul\0.wav")) {
            AudioFormatException e =
                    assertThrows(AudioFormatException.class, () -> processor.process(bad));
            assertTrue(e.getMessage().contains("field 'sound'"), e.getMessage());
        }
    }

    @Test
    void emptyValuesGiveNoFeatures() {
        assertEquals(List.of(), processor.process(""));
        assertEquals(List.of(), processor.process(null));
    }

    @Test
    void absolutePathsNeedNoFolder() {
        String path = folder.resolve("sounds/a.wav").toString();
        assertEquals(
                names(processor.process("a.wav")),
                names(new AudioFieldProcessor("sound", extractor).process(path)));
    }

    private static List<String> names(List<ColumnarFeature> features) {
        List<String> names = new ArrayList<>();
        features.forEach(feature -> names.add(feature.getName() + " " + feature.getValue()));
        return names;
    }

    @Test
    void copiesReadAnotherField() {
        AudioFieldProcessor copy = processor.copy("noise");
        assertEquals("noise", copy.getFieldName());
        assertEquals("noise@MEAN=001", copy.process("a.wav").get(0).getName());
        assertEquals("noise", copy.process("a.wav").get(0).getFieldName());
        assertEquals("sound", processor.getFieldName());
        assertEquals(FieldProcessor.GeneratedFeatureType.REAL, processor.getFeatureType());
        assertEquals(1, processor.getNumNamespaces());
    }

    @Test
    void provenanceRebuildsTheProcessor() {
        Helpers.testProvenanceMarshalling(processor.getProvenance());
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(ProvenanceUtil.extractConfiguration(processor.getProvenance()));
        AudioFieldProcessor rebuilt = manager.lookupAll(AudioFieldProcessor.class).get(0);
        assertEquals(processor.getProvenance(), rebuilt.getProvenance());
        assertEquals(names(processor.process("b.wav")), names(rebuilt.process("b.wav")));
    }

    @Test
    void rowsByRegularExpressionGetTheirOwnCopy() throws IOException {
        RowProcessor<Label> rows =
                new RowProcessor.Builder<Label>()
                        .addRegexMappingProcessor("sound.*", processor)
                        .build(new FieldResponseProcessor<>("state", "?", new LabelFactory()));
        Path file = folder.resolve("machines.csv");
        Files.writeString(file, "sound1,sound2,state\na.wav,b.wav,works\n");
        Example<Label> example =
                new MutableDataset<>(new CSVDataSource<>(file, rows, true)).getExample(0);
        assertEquals(4 * BINS, example.size());
        assertEquals(
                extractor
                        .process(AudioReference.ofFile(folder.resolve("sounds/b.wav")))
                        .get(0)
                        .getValue(),
                example.lookup("sound2@MEAN=001").getValue());
    }
}
