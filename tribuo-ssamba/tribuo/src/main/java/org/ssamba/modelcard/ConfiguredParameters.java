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
package org.ssamba.modelcard;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.MapProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.ByteProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DoubleProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.FloatProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.LongProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.ShortProvenance;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A configuration as JSON, as Tribuo's model cards have it: nested objects with their {@code
 * className}, finite numbers as numbers, all else as text. Names are sorted, so that equal
 * configurations give equal text.
 */
final class ConfiguredParameters {
    private ConfiguredParameters() {}

    static JsonObject of(Map<String, ? extends Provenance> parameters) {
        JsonObject json = new JsonObject();
        new TreeMap<String, Provenance>(parameters)
                .forEach((name, value) -> json.add(name, element(value)));
        return json;
    }

    private static JsonElement element(Provenance value) {
        if (value instanceof ConfiguredObjectProvenance object) {
            JsonObject json = new JsonObject();
            json.addProperty("className", object.getClassName());
            of(object.getConfiguredParameters()).asMap().forEach(json::add);
            return json;
        }
        if (value instanceof MapProvenance<?> map) {
            Map<String, Provenance> entries = new HashMap<>(map.getMap());
            return of(entries);
        }
        Number number = number(value);
        return number != null && Double.isFinite(number.doubleValue())
                ? new JsonPrimitive(number)
                : new JsonPrimitive(value.toString());
    }

    private static Number number(Provenance value) {
        if (value instanceof FloatProvenance number) {
            return number.getValue();
        } else if (value instanceof DoubleProvenance number) {
            return number.getValue();
        } else if (value instanceof LongProvenance number) {
            return number.getValue();
        } else if (value instanceof IntProvenance number) {
            return number.getValue();
        } else if (value instanceof ShortProvenance number) {
            return number.getValue();
        } else if (value instanceof ByteProvenance number) {
            return number.getValue();
        }
        return null;
    }
}
