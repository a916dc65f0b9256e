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
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceException;
import com.oracle.labs.mlrg.olcut.provenance.impl.SkeletalConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Provenance of something configured that read files: its configuration, and as instance values
 * what it found there.
 */
public abstract class ContentProvenance extends SkeletalConfiguredObjectProvenance {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, PrimitiveProvenance<?>> found = new HashMap<>();

    /**
     * Describes an object.
     *
     * @param <T> the type of object
     * @param host the object
     * @param hostShortName what kind of thing it is, for {@code toString}
     * @param found what it found
     */
    protected <T extends Configurable> ContentProvenance(
            T host, String hostShortName, List<PrimitiveProvenance<?>> found) {
        super(host, hostShortName);
        for (PrimitiveProvenance<?> value : found) {
            this.found.put(value.getKey(), value);
        }
    }

    /**
     * Reads a marshalled provenance.
     *
     * @param map its values
     * @param keys the instance values it must have
     * @param type the provenance class, for messages
     * @throws ProvenanceException if a value is missing
     */
    protected ContentProvenance(Map<String, Provenance> map, List<String> keys, Class<?> type) {
        this(extract(map, keys, type.getSimpleName()));
    }

    private ContentProvenance(ExtractedInfo info) {
        super(info);
        found.putAll(info.instanceValues);
    }

    private static ExtractedInfo extract(
            Map<String, Provenance> map, List<String> keys, String type) {
        Map<String, Provenance> configured = new HashMap<>(map);
        String className =
                ObjectProvenance.checkAndExtractProvenance(
                                configured, CLASS_NAME, StringProvenance.class, type)
                        .getValue();
        String hostShortName =
                ObjectProvenance.checkAndExtractProvenance(
                                configured, HOST_SHORT_NAME, StringProvenance.class, type)
                        .getValue();
        Map<String, PrimitiveProvenance<?>> found = new HashMap<>();
        for (String key : keys) {
            found.put(
                    key,
                    ObjectProvenance.checkAndExtractProvenance(
                            configured, key, PrimitiveProvenance.class, type));
        }
        return new ExtractedInfo(className, hostShortName, configured, found);
    }

    @Override
    public Map<String, PrimitiveProvenance<?>> getInstanceValues() {
        Map<String, PrimitiveProvenance<?>> values = super.getInstanceValues();
        values.putAll(found);
        return values;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ContentProvenance that
                && getClass() == that.getClass()
                && super.equals(that)
                && found.equals(that.found);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), found);
    }
}
