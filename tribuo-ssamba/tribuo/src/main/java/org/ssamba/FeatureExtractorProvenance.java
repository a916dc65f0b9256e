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

import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil.HashType;
import com.oracle.labs.mlrg.olcut.provenance.primitives.HashProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ssamba.data.ContentProvenance;

/**
 * Provenance of a feature extractor that runs an encoder: its configuration, the SHA-256 of the
 * encoder's file, and how the encoder was pretrained. Saved models name this class, which is why it
 * is not beside the extractor in {@code org.ssamba.features}.
 */
public final class FeatureExtractorProvenance extends ContentProvenance {
    private static final long serialVersionUID = 1L;

    /** Key of the SHA-256 of the encoder's file. */
    public static final String ENCODER_HASH = "encoder-sha256";

    /** Key of the encoder's own provenance. */
    public static final String ENCODER = "encoder-provenance";

    private final ObjectProvenance encoder;

    /**
     * The provenance of an extractor.
     *
     * @param <E> the type of extractor.
     * @param host the extractor.
     * @param encoderHash the SHA-256 of the encoder's file in hexadecimal digits.
     * @param encoder the encoder's own provenance.
     */
    public <E extends Configurable> FeatureExtractorProvenance(
            E host, String encoderHash, ObjectProvenance encoder) {
        super(
                host,
                "FeatureExtractor",
                List.of(new HashProvenance(HashType.SHA256, ENCODER_HASH, encoderHash)));
        this.encoder = encoder;
    }

    /**
     * Deserialization constructor.
     *
     * @param map the provenances.
     */
    public FeatureExtractorProvenance(Map<String, Provenance> map) {
        super(withoutEncoder(map), List.of(ENCODER_HASH), FeatureExtractorProvenance.class);
        encoder =
                ObjectProvenance.checkAndExtractProvenance(
                        map,
                        ENCODER,
                        ObjectProvenance.class,
                        FeatureExtractorProvenance.class.getSimpleName());
    }

    /** It is no parameter of the extractor: the configuration must not name it. */
    private static Map<String, Provenance> withoutEncoder(Map<String, Provenance> map) {
        Map<String, Provenance> others = new HashMap<>(map);
        others.remove(ENCODER);
        return others;
    }

    /**
     * The SHA-256 of the encoder's file.
     *
     * @return 64 lower-case hexadecimal digits.
     */
    public String encoderHash() {
        return getInstanceValues().get(ENCODER_HASH).getValue().toString();
    }

    /**
     * How the encoder was made.
     *
     * @return the provenance it was saved with.
     */
    public ObjectProvenance encoder() {
        return encoder;
    }

    @Override
    public Iterator<Pair<String, Provenance>> iterator() {
        List<Pair<String, Provenance>> all = new ArrayList<>();
        super.iterator().forEachRemaining(all::add);
        all.add(new Pair<>(ENCODER, encoder));
        return all.iterator();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof FeatureExtractorProvenance that
                && super.equals(that)
                && encoder.equals(that.encoder);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), encoder);
    }
}
