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
package org.ssamba.data;

import org.tribuo.Example;

/**
 * An example that should refer to audio does not. The message says which example and what most
 * likely removed the reference.
 */
public final class MissingAudioReferenceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private MissingAudioReferenceException(String message, Throwable cause) {
        super(message, cause);
    }

    static MissingAudioReferenceException none(Example<?> example) {
        String why;
        if (example.lookup(AudioExamples.DURATION_FEATURE) != null) {
            why =
                    "had its metadata removed: MinimumCardinalityDataset,"
                            + " IndependentMultiLabelTrainer and ClassifierChainTrainer build new"
                            + " examples without it. Filter"
                            + " the data source instead of the dataset, and train several labels"
                            + " with one SSAMBATrainer and a MultiLabelHead";
        } else {
            why =
                    "was not made from audio but from features. Make examples with"
                            + " AudioDirectoryDataSource, AudioManifestDataSource or AudioExamples";
        }
        return new MissingAudioReferenceException(
                describe(example)
                        + " has no audio reference (metadata '"
                        + AudioReference.URI_KEY
                        + "'); it "
                        + why,
                null);
    }

    static MissingAudioReferenceException incomplete(Example<?> example, String key) {
        return new MissingAudioReferenceException(
                describe(example)
                        + " has an incomplete audio reference: metadata '"
                        + key
                        + "' is missing; make examples with AudioExamples",
                null);
    }

    static MissingAudioReferenceException malformed(Example<?> example, RuntimeException cause) {
        if (cause instanceof MissingAudioReferenceException missing) {
            return missing;
        }
        return new MissingAudioReferenceException(
                describe(example)
                        + " has a malformed audio reference: "
                        + cause.getMessage()
                        + "; make examples with AudioExamples",
                cause);
    }

    private static String describe(Example<?> example) {
        Object name =
                example.getMetadataValue(Example.NAME)
                        .or(() -> example.getMetadataValue(AudioReference.URI_KEY))
                        .orElse("without a name");
        return "Example " + name + " with output " + example.getOutput();
    }
}
