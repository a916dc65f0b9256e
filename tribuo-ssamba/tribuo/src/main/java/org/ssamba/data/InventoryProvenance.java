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

import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil.HashType;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DoubleProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.HashProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import java.util.List;
import org.tribuo.provenance.DataSourceProvenance;

/** What provenances record of the clips that were found. */
final class InventoryProvenance {
    static final String NUM_CLIPS = "num-clips";
    static final String NUM_SKIPPED = "num-skipped";
    static final String AUDIO_SECONDS = "audio-seconds";

    /** The keys of {@link #of}. */
    static final List<String> KEYS =
            List.of(DataSourceProvenance.RESOURCE_HASH, NUM_CLIPS, NUM_SKIPPED, AUDIO_SECONDS);

    private InventoryProvenance() {}

    /** The content's hash, the number of clips and of those skipped, and the length in seconds. */
    static List<PrimitiveProvenance<?>> of(
            String contentHash, int clips, int skipped, double seconds) {
        return List.of(
                new HashProvenance(
                        HashType.SHA256, DataSourceProvenance.RESOURCE_HASH, contentHash),
                new IntProvenance(NUM_CLIPS, clips),
                new IntProvenance(NUM_SKIPPED, skipped),
                new DoubleProvenance(AUDIO_SECONDS, seconds));
    }
}
