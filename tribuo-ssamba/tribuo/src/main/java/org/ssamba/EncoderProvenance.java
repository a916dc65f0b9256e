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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ssamba.download.Downloaded;
import org.ssamba.provenance.RunProvenance;
import org.tribuo.provenance.ModelProvenance;

/**
 * Where an encoder comes from: the pretrainer, its clips, and how the run went; or the file of
 * weights it was imported from, about whose making nothing is known; or the model that it is the
 * encoder of.
 */
public final class EncoderProvenance implements ObjectProvenance {
    private static final long serialVersionUID = 1L;
    private static final String PRETRAINER = "pretrainer";
    private static final String CORPUS = "corpus";
    private static final String TIME = "pretrained-at";
    private static final String RUN = "run";
    private static final String IMPORTED = "imported-from";
    private static final String MODEL = "fine-tuned-model";
    private static final String DOWNLOAD = "downloaded-from";

    /** Null unless pretrained here, as are corpus and time. */
    private final ConfiguredObjectProvenance pretrainer;

    private final ConfiguredObjectProvenance corpus;
    private final OffsetDateTime time;

    /** Null unless it was taken from a fine-tuned model. */
    private final ModelProvenance model;

    /** How the run went, or what is known of the file, or nothing beside the model's provenance. */
    private final MapProvenance<?> facts;

    /** Null unless it was downloaded. */
    private final MapProvenance<?> download;

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
        this.pretrainer = Objects.requireNonNull(pretrainer);
        this.corpus = Objects.requireNonNull(corpus);
        this.time = Objects.requireNonNull(time);
        this.model = null;
        this.facts = new MapProvenance<>(run);
        this.download = null;
    }

    private EncoderProvenance(ModelProvenance model, MapProvenance<?> facts) {
        this.pretrainer = null;
        this.corpus = null;
        this.time = null;
        this.model = model;
        this.facts = facts;
        this.download = null;
    }

    private EncoderProvenance(EncoderProvenance other, Downloaded download) {
        this.pretrainer = other.pretrainer;
        this.corpus = other.corpus;
        this.time = other.time;
        this.model = other.model;
        this.facts = other.facts;
        this.download =
                new MapProvenance<>(
                        new RunProvenance()
                                .add("uri", download.uri().toString())
                                .add(Downloaded.SHA256, download.sha256())
                                .facts());
    }

    /** The same, of an encoder that was downloaded. */
    EncoderProvenance downloaded(Downloaded file) {
        return new EncoderProvenance(this, file);
    }

    /**
     * The provenance of weights that another program made.
     *
     * @param facts the file, its hash, what was left over and assumed.
     */
    static EncoderProvenance imported(Map<String, ? extends Provenance> facts) {
        return new EncoderProvenance(null, new MapProvenance<>(facts));
    }

    /** The provenance of a fine-tuned model's encoder. */
    static EncoderProvenance of(ModelProvenance model) {
        return new EncoderProvenance(Objects.requireNonNull(model), new MapProvenance<>());
    }

    /**
     * Used by OLCUT when a saved provenance is read.
     *
     * @param map the parts by name.
     */
    public EncoderProvenance(Map<String, Provenance> map) {
        boolean imported = map.containsKey(IMPORTED);
        boolean fineTuned = map.containsKey(MODEL);
        boolean pretrained = !imported && !fineTuned;
        pretrainer = pretrained ? part(map, PRETRAINER, ConfiguredObjectProvenance.class) : null;
        corpus = pretrained ? part(map, CORPUS, ConfiguredObjectProvenance.class) : null;
        time = pretrained ? part(map, TIME, DateTimeProvenance.class).getValue() : null;
        model = fineTuned ? part(map, MODEL, ModelProvenance.class) : null;
        facts =
                fineTuned
                        ? new MapProvenance<>()
                        : part(map, imported ? IMPORTED : RUN, MapProvenance.class);
        download = map.containsKey(DOWNLOAD) ? part(map, DOWNLOAD, MapProvenance.class) : null;
    }

    /** The provenance of the same run, with how far it has come by now. */
    EncoderProvenance reaching(Map<String, Provenance> more) {
        Map<String, Provenance> all = new HashMap<>(facts.getMap());
        all.putAll(more);
        return new EncoderProvenance(
                pretrainer, corpus, OffsetDateTime.now(ZoneId.systemDefault()), all);
    }

    private static <P extends Provenance> P part(
            Map<String, Provenance> map, String name, Class<P> type) {
        return ObjectProvenance.checkAndExtractProvenance(
                map, name, type, EncoderProvenance.class.getSimpleName());
    }

    /**
     * How it was pretrained.
     *
     * @return the configuration of the pretrainer; empty unless it was pretrained here.
     */
    public Optional<ConfiguredObjectProvenance> pretrainer() {
        return Optional.ofNullable(pretrainer);
    }

    /**
     * On what it was pretrained.
     *
     * @return the corpus with the hash of its content; empty unless it was pretrained here.
     */
    public Optional<ConfiguredObjectProvenance> corpus() {
        return Optional.ofNullable(corpus);
    }

    /**
     * When pretraining ended.
     *
     * @return the time; empty unless it was pretrained here.
     */
    public Optional<OffsetDateTime> time() {
        return Optional.ofNullable(time);
    }

    /**
     * How the run went.
     *
     * @return device, precision, versions, steps and metrics by name; empty unless it was
     *     pretrained here.
     */
    public MapProvenance<?> run() {
        return isImported() ? new MapProvenance<>() : facts;
    }

    /**
     * The file of weights it was imported from.
     *
     * @return name, SHA-256, tensors left over, what was assumed; empty unless it was imported.
     */
    public Optional<MapProvenance<?>> importedFrom() {
        return isImported() ? Optional.of(facts) : Optional.empty();
    }

    /**
     * The fine-tuned model that it is the encoder of.
     *
     * @return that model's provenance, with that of the encoder it started from, if any; empty
     *     unless {@link SSAMBAModel#encoder} made it.
     */
    public Optional<ModelProvenance> model() {
        return Optional.ofNullable(model);
    }

    /**
     * Where its file was downloaded.
     *
     * @return {@code uri} and {@code sha256}, of the whole file; empty unless {@link
     *     PretrainedEncoder#load(java.net.URI)} or {@link EncoderSource#uri} downloaded it.
     */
    public Optional<MapProvenance<?>> downloadedFrom() {
        return Optional.ofNullable(download);
    }

    private boolean isImported() {
        return pretrainer == null && model == null;
    }

    @Override
    public String getClassName() {
        return PretrainedEncoder.class.getName();
    }

    @Override
    public Iterator<Pair<String, Provenance>> iterator() {
        List<Pair<String, Provenance>> parts = new ArrayList<>();
        parts.add(new Pair<>(CLASS_NAME, new StringProvenance(CLASS_NAME, getClassName())));
        if (isImported()) {
            parts.add(new Pair<>(IMPORTED, facts));
        } else if (model != null) {
            parts.add(new Pair<>(MODEL, model));
        } else {
            parts.add(new Pair<>(PRETRAINER, pretrainer));
            parts.add(new Pair<>(CORPUS, corpus));
            parts.add(new Pair<>(TIME, new DateTimeProvenance(TIME, time)));
            parts.add(new Pair<>(RUN, facts));
        }
        if (download != null) {
            parts.add(new Pair<>(DOWNLOAD, download));
        }
        return parts.iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncoderProvenance that
                && Objects.equals(pretrainer, that.pretrainer)
                && Objects.equals(corpus, that.corpus)
                && Objects.equals(time, that.time)
                && Objects.equals(model, that.model)
                && facts.equals(that.facts)
                && Objects.equals(download, that.download);
    }

    @Override
    public int hashCode() {
        return Objects.hash(pretrainer, corpus, time, model, facts, download);
    }

    @Override
    public String toString() {
        return generateString("PretrainedEncoder");
    }
}
