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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.ConfiguredDataSourceProvenance;
import org.tribuo.provenance.DataSourceProvenance;

/** Three tones in folders that are named by their labels, and lists of them. */
final class LabelledClips {
    final Path folder;
    private final Path temporary;

    LabelledClips(Path temporary) throws IOException {
        this.temporary = temporary;
        folder = temporary.resolve("clips");
        Wav.tone(folder.resolve("high/b.wav"), 2000, 0.2);
        Wav.tone(folder.resolve("low/anna/a.WAV"), 200, 0.1);
        Wav.tone(folder.resolve("low/c.wav"), 210, 0.3);
        Files.writeString(folder.resolve("README.md"), "not audio");
        Wav.tone(folder.resolve("low/.hidden.wav"), 200, 0.1);
    }

    Path manifest(String... lines) throws IOException {
        return Files.writeString(temporary.resolve("clips.csv"), String.join("\n", lines) + "\n");
    }

    AudioManifestDataSource<Label> labelled(String... lines) throws IOException {
        AudioManifest manifest = AudioManifest.builder(manifest(lines)).root(folder).build();
        return new AudioManifestDataSource<>(manifest, new LabelFactory());
    }

    AudioDirectoryDataSource<Label> directory(UnreadableAudio policy) {
        return new AudioDirectoryDataSource<>(folder, new LabelFactory(), policy);
    }

    static List<Example<Label>> examples(DataSource<Label> source) {
        List<Example<Label>> examples = new ArrayList<>();
        source.forEach(examples::add);
        return examples;
    }

    /** A value of the source's provenance. */
    static Object value(DataSource<?> source, String key) {
        DataSourceProvenance provenance = source.getProvenance();
        return ((ConfiguredDataSourceProvenance) provenance)
                .getInstanceValues()
                .get(key)
                .getValue();
    }
}
