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

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.util.Map;

/**
 * Provenance of an {@link AudioCorpus}: its configuration; a SHA-256 over the sorted names, sizes
 * and hashes of its audio files, and parts of them; how many clips it has and how many it skipped;
 * seconds of audio.
 */
public final class AudioCorpusProvenance extends ContentProvenance {
    private static final long serialVersionUID = 1L;

    AudioCorpusProvenance(AudioCorpus host) {
        super(
                host,
                "AudioCorpus",
                InventoryProvenance.of(
                        host.contentHash(), host.size(), host.skipped().size(), host.seconds()));
    }

    /**
     * Deserialization constructor.
     *
     * @param map the provenances
     */
    public AudioCorpusProvenance(Map<String, Provenance> map) {
        super(map, InventoryProvenance.KEYS, AudioCorpusProvenance.class);
    }
}
