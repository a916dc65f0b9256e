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
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil.HashType;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DoubleProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.HashProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.LongProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Logger;
import org.ssamba.compute.DeviceInfo;
import org.ssamba.training.FineTuningRun;
import org.ssamba.training.Normalization;

/** The facts of a run that no configuration holds: device, versions, steps, metrics. */
public final class RunProvenance {
    /** The name of the hash of all that was learned from. */
    public static final String EXAMPLES_HASH = "examples-sha256";

    private static final Logger logger = Logger.getLogger(RunProvenance.class.getName());

    private final Map<String, Provenance> facts = new LinkedHashMap<>();

    /**
     * Adds a text.
     *
     * @param name of the fact.
     * @param value the text.
     * @return this.
     */
    public RunProvenance add(String name, String value) {
        facts.put(name, new StringProvenance(name, value));
        return this;
    }

    /**
     * Adds a whole number.
     *
     * @param name of the fact.
     * @param value the number.
     * @return this.
     */
    public RunProvenance add(String name, long value) {
        facts.put(name, new LongProvenance(name, value));
        return this;
    }

    /**
     * Adds a number.
     *
     * @param name of the fact.
     * @param value the number.
     * @return this.
     */
    public RunProvenance add(String name, double value) {
        facts.put(name, new DoubleProvenance(name, value));
        return this;
    }

    /**
     * Adds the device, its precision and versions.
     *
     * @param device of the run.
     * @return this.
     */
    public RunProvenance add(DeviceInfo device) {
        add("device", device.backend());
        add("device-name", device.name());
        add("precision", device.precision().name());
        device.details().forEach((name, value) -> add("device-" + name, value));
        return this;
    }

    /**
     * Adds the normalisation.
     *
     * @param normalization of the clips.
     * @return this.
     */
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

    /** Facts by name. */
    public RunProvenance addAll(Map<String, Provenance> others) {
        facts.putAll(others);
        return this;
    }

    /** The hash of all that was learned from: an {@link ExamplesHash}. */
    public RunProvenance addExamples(String sha256) {
        facts.put(EXAMPLES_HASH, new HashProvenance(HashType.SHA256, EXAMPLES_HASH, sha256));
        return this;
    }

    /**
     * All facts.
     *
     * @return by name, in the order they were added; more may be put into it.
     */
    public Map<String, Provenance> facts() {
        return facts;
    }

    /**
     * The facts of a run beside those that its caller gave; of two of one name, both are kept.
     *
     * @param given by the caller of the trainer.
     * @param facts of the run.
     * @return all, a given one that had to give way as {@code given-…}.
     */
    public static Map<String, Provenance> beside(
            Map<String, Provenance> given, Map<String, Provenance> facts) {
        Map<String, Provenance> all = new HashMap<>(given);
        facts.forEach(
                (name, fact) -> {
                    Provenance taken = all.put(name, fact);
                    if (taken != null) {
                        // Too late to refuse: training took long.
                        all.put("given-" + name, taken);
                        logger.warning(
                                () ->
                                        "The run provenance \""
                                                + name
                                                + "\" is kept as \"given-"
                                                + name
                                                + "\": the run has a fact of that name");
                    }
                });
        return all;
    }
}
