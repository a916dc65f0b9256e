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
package org.ssamba.features;

import java.nio.file.Path;
import org.ssamba.data.AudioReference;
import org.ssamba.data.CacheDirectory;
import org.ssamba.data.Sha256;

/**
 * The features of clips on disk, at full precision. An entry is named by the hash of the file's
 * bytes, the part of it and the extractor's {@link AudioFeatureExtractor#contentHash}, so it is
 * never stale; one that is damaged is computed again, with a warning.
 */
final class FeatureCache {
    /** Part of every entry's name: change it when what is stored changes. */
    private static final String FORMAT = "features 1";

    private static final String SUFFIX = ".features";

    /** Millions of clips; those not used for longest are deleted beyond it. */
    private static final long MAXIMUM_BYTES = 1L << 35;

    private final CacheDirectory entries;
    private final String extractor;
    private final int width;

    FeatureCache(AudioFeatureExtractor<?> extractor, Path directory) {
        this.entries = new CacheDirectory("features", directory, SUFFIX, MAXIMUM_BYTES);
        this.extractor = extractor.contentHash();
        this.width = extractor.featureNames().size();
    }

    /** Under which name a clip's features are kept. */
    private String name(AudioReference clip) {
        return Sha256.builder()
                .text(FORMAT)
                .text(extractor)
                .text(clip.sha256())
                .text(Double.toString(clip.startMs()))
                .text(Double.toString(clip.durationMs()))
                .hex();
    }

    /** The clip's features, or null if they are absent or damaged. */
    FeatureRows read(AudioReference clip) {
        String name = name(clip);
        byte[] packed = entries.read(name);
        if (packed == null) {
            return null;
        }
        try {
            return PackedFeatures.unpack(name, width, packed);
        } catch (PackedFeatures.CorruptException e) {
            entries.damaged(name, e.getMessage());
            return null;
        }
    }

    void write(AudioReference clip, FeatureRows features) {
        String name = name(clip);
        entries.write(name, PackedFeatures.pack(name, features));
    }
}
