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
package org.ssamba.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.ssamba.EncoderSource;
import org.ssamba.PretrainedEncoder;
import org.ssamba.download.Downloads;

/** Encoders that a person names by a path or an address. */
final class Encoders {
    private Encoders() {}

    /** What training starts from. */
    static EncoderSource source(String pathOrUri) {
        return isAddress(pathOrUri)
                ? EncoderSource.uri(URI.create(pathOrUri))
                : EncoderSource.file(Path.of(pathOrUri));
    }

    /** The encoder, also of a model. */
    static PretrainedEncoder load(String pathOrUri) throws IOException {
        // With its address in the provenance.
        return isAddress(pathOrUri)
                ? PretrainedEncoder.load(URI.create(pathOrUri))
                : SavedFile.of(pathOrUri).encoder();
    }

    private static boolean isAddress(String pathOrUri) {
        return pathOrUri.contains("://") && Downloads.canGet(URI.create(pathOrUri));
    }
}
