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
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil.HashType;
import com.oracle.labs.mlrg.olcut.provenance.primitives.HashProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import java.util.List;
import java.util.Map;
import org.tribuo.provenance.DataSourceProvenance;

/** Provenance of an {@link AudioManifest}: its configuration and the hash of its file. */
public final class ManifestProvenance extends ContentProvenance {
    private static final long serialVersionUID = 1L;

    private static final String NUM_CLIPS = "num-clips";

    ManifestProvenance(AudioManifest host, String fileHash) {
        super(
                host,
                "AudioManifest",
                List.of(
                        new HashProvenance(
                                HashType.SHA256, DataSourceProvenance.RESOURCE_HASH, fileHash),
                        new IntProvenance(NUM_CLIPS, host.size())));
    }

    /**
     * Deserialization constructor.
     *
     * @param map the provenances
     */
    public ManifestProvenance(Map<String, Provenance> map) {
        super(
                map,
                List.of(DataSourceProvenance.RESOURCE_HASH, NUM_CLIPS),
                ManifestProvenance.class);
    }
}
