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

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.Configurable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.ssamba.audio.AudioFormatException;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.provenance.DataSourceProvenance;
import org.tribuo.sequence.SequenceDataSource;
import org.tribuo.sequence.SequenceExample;

/**
 * The clips of an {@link AudioManifest} with an output for each second, see {@link AudioSequences}.
 * In order of the manifest; the elements' names, groups and splits are as those of {@link
 * AudioManifestDataSource}.
 *
 * <p>Holds references, no audio; every file is hashed and decoded once when the source is made.
 *
 * @param <T> the type of output
 */
public final class AudioSequenceDataSource<T extends Output<T>>
        implements SequenceDataSource<T>, Configurable {
    @Config(mandatory = true, description = "The manifest that lists the clips.")
    private AudioManifest manifest;

    @Config(mandatory = true, description = "Makes outputs of labels.")
    private OutputFactory<T> outputFactory;

    @Config(description = "How the manifest labels seconds: LISTED or RANGES.")
    private SecondLabels labels = SecondLabels.LISTED;

    @Config(description = "What to do with files that cannot be used: FAIL or SKIP.")
    private UnreadableAudio unreadableAudio = UnreadableAudio.FAIL;

    private List<LabelledSeconds> clips;
    private List<SkippedAudio> skipped;
    private AudioSourceProvenance provenance;

    /** For OLCUT. */
    private AudioSequenceDataSource() {}

    /**
     * A source that fails at the first unusable file.
     *
     * @param manifest lists the clips
     * @param outputFactory makes outputs of labels
     * @param labels how the manifest labels seconds
     * @throws ManifestException if a label is missing, or there are not as many as seconds
     * @throws AudioFormatException if a file is unusable
     */
    public AudioSequenceDataSource(
            AudioManifest manifest, OutputFactory<T> outputFactory, SecondLabels labels) {
        this.manifest = manifest;
        this.outputFactory = outputFactory;
        this.labels = labels;
        postConfig();
    }

    /** Called by OLCUT; looks at every file. */
    @Override
    public void postConfig() {
        for (ListedClip clip : manifest.clips()) {
            if (clip.label() == null) {
                throw new ManifestException(
                        manifest.path(),
                        clip.line(),
                        "column '" + manifest.labelColumn() + "' is empty or missing");
            }
        }
        ClipInventory inventory =
                ClipInventory.take(
                        manifest.path(),
                        manifest.clips(),
                        unreadableAudio,
                        AudioDirectoryDataSource.ONE_FRAME_SECONDS);
        clips =
                labels == SecondLabels.LISTED
                        ? LabelledSeconds.listed(manifest, inventory.clips())
                        : LabelledSeconds.ranges(manifest, inventory.clips());
        skipped = inventory.skipped();
        clips.forEach(this::sequence);
        provenance = new AudioSourceProvenance(this, inventory);
    }

    private SequenceExample<T> sequence(LabelledSeconds clip) {
        ListedClip listed = clip.listed();
        Map<String, String> further = new HashMap<>();
        further.put(Example.NAME, listed.name());
        if (listed.group() != null) {
            further.put(AudioExamples.GROUP_KEY, listed.group());
        }
        if (listed.split() != null) {
            further.put(AudioExamples.SPLIT_KEY, listed.split());
        }
        return AudioSequences.create(
                clip.reference(),
                clip.labels().stream().map(label -> output(listed, label)).toList(),
                further);
    }

    private T output(ListedClip clip, String label) {
        try {
            return outputFactory.generateOutput(label);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ManifestException(
                    manifest.path(),
                    clip.line(),
                    "label '" + label + "' is no output: " + e.getMessage(),
                    e);
        }
    }

    /** Number of sequences. */
    public int size() {
        return clips.size();
    }

    /** The clips that were left out because their files cannot be used. */
    public List<SkippedAudio> skipped() {
        return skipped;
    }

    @Override
    public OutputFactory<T> getOutputFactory() {
        return outputFactory;
    }

    @Override
    public Iterator<SequenceExample<T>> iterator() {
        return clips.stream().map(this::sequence).iterator();
    }

    @Override
    public DataSourceProvenance getProvenance() {
        return provenance;
    }

    @Override
    public String toString() {
        return "AudioSequenceDataSource(" + manifest.path() + ", " + size() + " clips)";
    }
}
