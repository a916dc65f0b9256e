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

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil.HashType;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DateTimeProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.HashProvenance;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.ssamba.data.ContentProvenance;
import org.tribuo.provenance.ConfiguredDataSourceProvenance;

/**
 * Provenance of an {@link AudioFeatureDataSource}: its configuration with the provenances of the
 * wrapped source (and so the hash of its audio) and of the extractor; the hash of what the
 * extractor computes; when it was made.
 */
public final class AudioFeatureProvenance extends ContentProvenance
        implements ConfiguredDataSourceProvenance {
    private static final long serialVersionUID = 1L;

    /** Key of {@link AudioFeatureExtractor#contentHash}. */
    public static final String EXTRACTOR_HASH = "extractor-sha256";

    AudioFeatureProvenance(AudioFeatureDataSource<?> host, String extractorHash) {
        super(
                host,
                "DataSource",
                List.of(
                        new HashProvenance(HashType.SHA256, EXTRACTOR_HASH, extractorHash),
                        new DateTimeProvenance(
                                DATASOURCE_CREATION_TIME,
                                OffsetDateTime.now(ZoneId.systemDefault()))));
    }

    /**
     * Deserialization constructor.
     *
     * @param map the provenances
     */
    public AudioFeatureProvenance(Map<String, Provenance> map) {
        super(map, List.of(EXTRACTOR_HASH, DATASOURCE_CREATION_TIME), AudioFeatureProvenance.class);
    }
}
