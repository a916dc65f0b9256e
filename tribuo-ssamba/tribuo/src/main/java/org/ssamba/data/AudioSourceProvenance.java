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
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DateTimeProvenance;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tribuo.provenance.ConfiguredDataSourceProvenance;

/**
 * Provenance of an audio data source: its configuration; a SHA-256 over the sorted relative paths,
 * sizes and hashes of its audio files, and parts of them; how many clips it has and how many it
 * skipped; seconds of audio; when it was made.
 */
public final class AudioSourceProvenance extends ContentProvenance
        implements ConfiguredDataSourceProvenance {
    private static final long serialVersionUID = 1L;

    <T extends Configurable> AudioSourceProvenance(T host, ClipInventory inventory) {
        super(host, "DataSource", values(inventory));
    }

    /**
     * Deserialization constructor.
     *
     * @param map the provenances
     */
    public AudioSourceProvenance(Map<String, Provenance> map) {
        super(map, keys(), AudioSourceProvenance.class);
    }

    private static List<PrimitiveProvenance<?>> values(ClipInventory inventory) {
        List<PrimitiveProvenance<?>> values =
                new ArrayList<>(
                        InventoryProvenance.of(
                                inventory.contentHash(),
                                inventory.clips().size(),
                                inventory.skipped().size(),
                                inventory.seconds()));
        values.add(
                new DateTimeProvenance(
                        DATASOURCE_CREATION_TIME, OffsetDateTime.now(ZoneId.systemDefault())));
        return values;
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(InventoryProvenance.KEYS);
        keys.add(DATASOURCE_CREATION_TIME);
        return keys;
    }
}
