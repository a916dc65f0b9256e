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
package org.ssamba.datasets;

import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tribuo.provenance.ModelProvenance;

/** Provenance as text for a report. */
final class Facts {
    private Facts() {}

    /**
     * Facts about a model's training, by name. The encoder's provenance is in the encoder's file.
     */
    static SortedMap<String, String> of(ModelProvenance provenance) {
        SortedMap<String, String> facts = new TreeMap<>();
        provenance
                .getInstanceProvenance()
                .getMap()
                .forEach((name, value) -> facts.put(name, text(value)));
        facts.remove("encoder-provenance");
        return facts;
    }

    static String text(Provenance value) {
        return value instanceof PrimitiveProvenance<?> primitive
                ? String.valueOf(primitive.getValue())
                : value.toString();
    }
}
