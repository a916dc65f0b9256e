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

/** Provenance of {@link ExampleClips}: a SHA-256 of their audio, how many, seconds of audio. */
public final class ExampleClipsProvenance extends ContentProvenance {
    private static final long serialVersionUID = 1L;

    ExampleClipsProvenance(ExampleClips host) {
        super(
                host,
                "ExampleClips",
                InventoryProvenance.of(host.contentHash(), host.size(), 0, host.seconds()));
    }

    /**
     * Deserialization constructor.
     *
     * @param map the provenances
     */
    public ExampleClipsProvenance(Map<String, Provenance> map) {
        super(map, InventoryProvenance.KEYS, ExampleClipsProvenance.class);
    }
}
