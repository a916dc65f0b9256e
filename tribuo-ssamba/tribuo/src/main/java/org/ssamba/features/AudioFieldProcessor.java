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

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;
import org.tribuo.Feature;
import org.tribuo.data.columnar.ColumnarFeature;
import org.tribuo.data.columnar.FieldProcessor;

/**
 * Columns that hold paths of audio files, in Tribuo's {@code RowProcessor} with CSV, JSON and SQL
 * sources: the field's value is a path, its features are those of the whole file, named {@code
 * field@D=0001} and so on. They stand beside the features of other columns.
 *
 * <p>An empty value gives no features, as with Tribuo's own processors. Rows come one by one, so
 * clips are not batched; for audio alone {@link AudioFeatureDataSource} is faster, and caches. Its
 * provenance hashes the audio; that of a source with this processor has the table's hash and what
 * the extractor says of itself.
 */
public final class AudioFieldProcessor implements FieldProcessor {
    @Config(mandatory = true, description = "The field whose values are paths of audio files.")
    private String fieldName;

    @Config(mandatory = true, description = "Computes the features of each file.")
    private AudioFeatureExtractor<?> extractor;

    @Config(
            description =
                    "Folder that relative paths start from; the working directory if left out.")
    private Path directory;

    /** For OLCUT. */
    private AudioFieldProcessor() {}

    /**
     * A processor of paths that are absolute, or start from the working directory.
     *
     * @param fieldName the field whose values are paths of audio files
     * @param extractor computes the features of each file
     */
    public AudioFieldProcessor(String fieldName, AudioFeatureExtractor<?> extractor) {
        this(fieldName, extractor, null);
    }

    /**
     * A processor.
     *
     * @param fieldName the field whose values are paths of audio files
     * @param extractor computes the features of each file
     * @param directory folder that relative paths start from; null for the working directory
     * @throws NullPointerException naming what is missing
     */
    public AudioFieldProcessor(
            String fieldName, AudioFeatureExtractor<?> extractor, Path directory) {
        this.fieldName = Objects.requireNonNull(fieldName, "fieldName");
        this.extractor = Objects.requireNonNull(extractor, "extractor");
        this.directory = directory;
    }

    @Override
    public String getFieldName() {
        return fieldName;
    }

    /**
     * The features of a file.
     *
     * @param value the path of an audio file; empty or null for none
     * @return a feature for each name of the extractor; none if the value is empty
     * @throws AudioFormatException if the file is missing or unusable; names the field and the path
     */
    @Override
    public List<ColumnarFeature> process(String value) {
        if (value == null || value.isEmpty()) {
            return List.of();
        }
        List<ColumnarFeature> features = new ArrayList<>();
        try {
            for (Feature feature : extractor.process(AudioReader.read(path(value)))) {
                features.add(new ColumnarFeature(fieldName, feature.getName(), feature.getValue()));
            }
        } catch (AudioFormatException e) {
            throw new AudioFormatException(
                    e.path(),
                    e.reason() + "; it is the value '" + value + "' of field '" + fieldName + "'",
                    e);
        }
        return features;
    }

    private Path path(String value) {
        try {
            return directory == null ? Path.of(value) : directory.resolve(value);
        } catch (InvalidPathException e) {
            throw new AudioFormatException(value, "is no path: " + e.getReason(), e);
        }
    }

    @Override
    public GeneratedFeatureType getFeatureType() {
        return GeneratedFeatureType.REAL;
    }

    /**
     * A copy for another field; it shares the extractor, which is thread-safe.
     *
     * @param newFieldName the other field
     * @return the copy
     */
    @Override
    public AudioFieldProcessor copy(String newFieldName) {
        return new AudioFieldProcessor(newFieldName, extractor, directory);
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "FieldProcessor");
    }

    @Override
    public String toString() {
        return "AudioFieldProcessor(fieldName="
                + fieldName
                + ",extractor="
                + extractor
                + ",directory="
                + directory
                + ")";
    }
}
