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
package org.ssamba.data;

import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil.HashType;
import java.util.List;
import org.tribuo.Example;

/**
 * The clips of examples, in files or in memory, as what an encoder was pretrained on: the statement
 * that a trainer used its own training data, with a hash of it. The data set's provenance, beside
 * it in a model, says where they came from.
 */
public final class ExampleClips implements Configurable, Provenancable<ConfiguredObjectProvenance> {
    private final int size;
    private final double seconds;
    private final String contentHash;

    /** For OLCUT: no clips. */
    private ExampleClips() {
        this(List.of());
    }

    /**
     * The clips of examples.
     *
     * @param examples audio examples
     * @throws MissingAudioReferenceException if an example refers to no audio
     */
    public ExampleClips(List<? extends Example<?>> examples) {
        List<AudioReference> references = examples.stream().map(AudioReference::of).toList();
        size = references.size();
        seconds = references.stream().mapToDouble(AudioReference::durationSeconds).sum();
        contentHash =
                ProvenanceUtil.hashList(
                        HashType.SHA256,
                        references.stream()
                                .map(AudioReference::contentLine)
                                .distinct()
                                .sorted()
                                .toList());
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** Length of all clips together, in seconds. */
    public double seconds() {
        return seconds;
    }

    /** SHA-256 over the sorted hashes and parts of the audio, whatever its order and its paths. */
    public String contentHash() {
        return contentHash;
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ExampleClipsProvenance(this);
    }

    @Override
    public String toString() {
        return "ExampleClips(" + size + " clips of the training data)";
    }
}
