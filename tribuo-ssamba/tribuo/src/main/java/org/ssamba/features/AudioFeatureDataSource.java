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
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.MissingAudioReferenceException;
import org.tribuo.ConfigurableDataSource;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.provenance.DataSourceProvenance;

/**
 * The clips of another data source as ordinary examples, for any trainer: each has the features of
 * its clip, and keeps output, weight and metadata, group and split included.
 *
 * <p>Features are computed in batches when examples are first asked for, and kept in memory, so
 * that iterating again computes nothing. With a cache directory they are kept on disk too, and
 * shared by programs and data sets: an entry is found by the hash of the audio file, the part of it
 * and what the extractor computes, and is checked when it is read. Work that was interrupted goes
 * on where it was.
 *
 * @param <T> the type of output
 */
public final class AudioFeatureDataSource<T extends Output<T>>
        implements ConfigurableDataSource<T> {
    @Config(mandatory = true, description = "Gives audio examples.")
    private ConfigurableDataSource<T> source;

    @Config(mandatory = true, description = "Computes the features of each clip.")
    private AudioFeatureExtractor<T> extractor;

    @Config(description = "Folder to keep features in; none if left out.")
    private Path cacheDirectory;

    private List<Example<T>> examples;
    private AudioFeatureProvenance provenance;

    /** For OLCUT. */
    private AudioFeatureDataSource() {}

    /**
     * A source that keeps features in memory only.
     *
     * @param source gives audio examples
     * @param extractor computes the features of each clip
     */
    public AudioFeatureDataSource(
            ConfigurableDataSource<T> source, AudioFeatureExtractor<T> extractor) {
        this(source, extractor, null);
    }

    /**
     * A source.
     *
     * @param source gives audio examples
     * @param extractor computes the features of each clip
     * @param cacheDirectory folder to keep features in, made if it does not exist; null for none
     * @throws NullPointerException naming what is missing
     */
    public AudioFeatureDataSource(
            ConfigurableDataSource<T> source,
            AudioFeatureExtractor<T> extractor,
            Path cacheDirectory) {
        this.source = Objects.requireNonNull(source, "source");
        this.extractor = Objects.requireNonNull(extractor, "extractor");
        this.cacheDirectory = cacheDirectory;
    }

    @Override
    public OutputFactory<T> getOutputFactory() {
        return source.getOutputFactory();
    }

    /**
     * The examples, in the order of the wrapped source; fresh ones each time, since they can be
     * written to.
     *
     * @return examples with features
     * @throws MissingAudioReferenceException if an example of the source has no audio
     * @throws AudioFormatException if audio cannot be read
     * @throws UncheckedIOException if the cache directory cannot be written to
     */
    @Override
    public Iterator<Example<T>> iterator() {
        Iterator<Example<T>> kept = computed().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return kept.hasNext();
            }

            @Override
            public Example<T> next() {
                return kept.next().copy();
            }
        };
    }

    private synchronized List<Example<T>> computed() {
        if (examples == null) {
            examples = new CachedExtraction<>(extractor, cacheDirectory).extract(source);
        }
        return examples;
    }

    /**
     * The wrapped source's provenance, the extractor's, and the hash of what it computes.
     *
     * @return the provenance, always the same
     */
    @Override
    public synchronized DataSourceProvenance getProvenance() {
        if (provenance == null) {
            provenance = new AudioFeatureProvenance(this, extractor.contentHash());
        }
        return provenance;
    }

    @Override
    public String toString() {
        return "AudioFeatureDataSource(" + source + ", " + extractor + ")";
    }
}
