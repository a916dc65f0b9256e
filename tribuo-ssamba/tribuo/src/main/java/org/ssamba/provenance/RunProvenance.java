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
package org.ssamba.provenance;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DoubleProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.LongProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ssamba.compute.DeviceInfo;
import org.ssamba.training.FineTuningRun;
import org.ssamba.training.Normalization;

/** The facts of a run that no configuration holds: device, versions, steps, metrics. */
public final class RunProvenance {
    private final Map<String, Provenance> facts = new LinkedHashMap<>();

    public RunProvenance add(String name, String value) {
        facts.put(name, new StringProvenance(name, value));
        return this;
    }

    public RunProvenance add(String name, long value) {
        facts.put(name, new LongProvenance(name, value));
        return this;
    }

    public RunProvenance add(String name, double value) {
        facts.put(name, new DoubleProvenance(name, value));
        return this;
    }

    public RunProvenance add(DeviceInfo device) {
        add("device", device.backend());
        add("device-name", device.name());
        add("precision", device.precision().name());
        device.details().forEach((name, value) -> add("device-" + name, value));
        return this;
    }

    public RunProvenance add(Normalization normalization) {
        return add("normalization-mean", normalization.mean())
                .add("normalization-deviation", normalization.deviation());
    }

    /** Which weights were kept, if clips were held out to say so. */
    public RunProvenance addBest(FineTuningRun.Result result) {
        return result.bestEpoch() == 0
                ? this
                : add("best-epoch", result.bestEpoch()).add("best-loss", result.bestLoss());
    }

    public Map<String, Provenance> facts() {
        return facts;
    }
}
