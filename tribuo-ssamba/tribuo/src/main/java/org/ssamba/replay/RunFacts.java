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
package org.ssamba.replay;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ssamba.provenance.RunProvenance;
import org.tribuo.provenance.ModelProvenance;

/** The facts of two runs that may explain why they learned something else. */
final class RunFacts {
    private RunFacts() {}

    static List<String> differences(ModelProvenance recorded, ModelProvenance replayed) {
        Map<String, Provenance> then = new TreeMap<>(recorded.getInstanceProvenance().getMap());
        Map<String, ? extends Provenance> now = replayed.getInstanceProvenance().getMap();
        List<String> differences = new ArrayList<>();
        then.forEach(
                (name, fact) -> {
                    // Hashes were in upper case once.
                    if (explains(name) && !fact.toString().equalsIgnoreCase("" + now.get(name))) {
                        differences.add(
                                name.equals(RunProvenance.EXAMPLES_HASH)
                                        ? "the examples, their order or their weights"
                                        : name + " was " + fact + " and is now " + now.get(name));
                    }
                });
        return List.copyOf(differences);
    }

    private static boolean explains(String name) {
        return name.startsWith("device")
                || name.startsWith("encoder-sha256")
                || name.equals("precision")
                || name.equals(RunProvenance.EXAMPLES_HASH);
    }
}
