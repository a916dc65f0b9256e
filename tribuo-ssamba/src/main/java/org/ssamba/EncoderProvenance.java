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
package org.ssamba;

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.MapProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DateTimeProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where a pretrained encoder comes from: the pretrainer, its clips, and how the run went. */
public final class EncoderProvenance implements ObjectProvenance {
    private static final long serialVersionUID = 1L;
    private static final String PRETRAINER = "pretrainer";
    private static final String CORPUS = "corpus";
    private static final String TIME = "pretrained-at";
    private static final String RUN = "run";

    private final ConfiguredObjectProvenance pretrainer;
    private final ConfiguredObjectProvenance corpus;
    private final OffsetDateTime time;
    private final MapProvenance<?> run;

    /**
     * The provenance of a run.
     *
     * @param pretrainer how.
     * @param corpus on what.
     * @param time when it ended.
     * @param run device, steps, metrics.
     */
    EncoderProvenance(
            ConfiguredObjectProvenance pretrainer,
            ConfiguredObjectProvenance corpus,
            OffsetDateTime time,
            Map<String, ? extends Provenance> run) {
        this.pretrainer = pretrainer;
        this.corpus = corpus;
        this.time = time;
        this.run = new MapProvenance<>(run);
    }

    /**
     * Used by OLCUT when a saved provenance is read.
     *
     * @param map the parts by name.
     */
    public EncoderProvenance(Map<String, Provenance> map) {
        String type = EncoderProvenance.class.getSimpleName();
        pretrainer =
                ObjectProvenance.checkAndExtractProvenance(
                        map, PRETRAINER, ConfiguredObjectProvenance.class, type);
        corpus =
                ObjectProvenance.checkAndExtractProvenance(
                        map, CORPUS, ConfiguredObjectProvenance.class, type);
        time =
                ObjectProvenance.checkAndExtractProvenance(
                                map, TIME, DateTimeProvenance.class, type)
                        .getValue();
        run = ObjectProvenance.checkAndExtractProvenance(map, RUN, MapProvenance.class, type);
    }

    /**
     * How it was pretrained.
     *
     * @return the configuration of the pretrainer.
     */
    public ConfiguredObjectProvenance pretrainer() {
        return pretrainer;
    }

    /**
     * On what it was pretrained.
     *
     * @return the corpus with the hash of its content.
     */
    public ConfiguredObjectProvenance corpus() {
        return corpus;
    }

    /**
     * When pretraining ended.
     *
     * @return the time.
     */
    public OffsetDateTime time() {
        return time;
    }

    /**
     * How the run went.
     *
     * @return device, precision, versions, steps and metrics by name.
     */
    public MapProvenance<?> run() {
        return run;
    }

    @Override
    public String getClassName() {
        return PretrainedEncoder.class.getName();
    }

    @Override
    public Iterator<Pair<String, Provenance>> iterator() {
        return List.<Pair<String, Provenance>>of(
                        new Pair<>(CLASS_NAME, new StringProvenance(CLASS_NAME, getClassName())),
                        new Pair<>(PRETRAINER, pretrainer),
                        new Pair<>(CORPUS, corpus),
                        new Pair<>(TIME, new DateTimeProvenance(TIME, time)),
                        new Pair<>(RUN, run))
                .iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncoderProvenance that
                && pretrainer.equals(that.pretrainer)
                && corpus.equals(that.corpus)
                && time.equals(that.time)
                && run.equals(that.run);
    }

    @Override
    public int hashCode() {
        return Objects.hash(pretrainer, corpus, time);
    }

    @Override
    public String toString() {
        return generateString("PretrainedEncoder");
    }
}
