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
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.ssamba.audio.AudioFormatException;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.multilabel.MultiLabel;

/**
 * The clips and labels of an {@link AudioManifest}, in its order. An example's name is its relative
 * path; the group and the split are its metadata {@link AudioExamples#GROUP_KEY} and {@link
 * AudioExamples#SPLIT_KEY}.
 *
 * <p>Several labels of a clip are separated as the manifest says. With {@code MultiLabelFactory} an
 * empty label means a clip that has none; with others it is an error.
 *
 * <p>Holds references, no audio; every file is hashed and decoded once when the source is made.
 *
 * @param <T> the type of output
 */
public final class AudioManifestDataSource<T extends Output<T>> extends ListedAudioSource<T> {
    @Config(mandatory = true, description = "The manifest that lists the clips.")
    private AudioManifest manifest;

    @Config(mandatory = true, description = "Makes outputs of the label column.")
    private OutputFactory<T> outputFactory;

    @Config(description = "What to do with files that cannot be used: FAIL or SKIP.")
    private UnreadableAudio unreadableAudio = UnreadableAudio.FAIL;

    @Config(description = "Shortest usable clip in seconds; one frame is 0.025.")
    private double minimumSeconds = AudioDirectoryDataSource.ONE_FRAME_SECONDS;

    /** For OLCUT. */
    private AudioManifestDataSource() {}

    /**
     * A source that fails at the first unusable file.
     *
     * @param manifest lists the clips
     * @param outputFactory makes outputs of the label column
     * @throws ManifestException if a label is missing or cannot be made into an output
     * @throws AudioFormatException if a file is unusable
     */
    public AudioManifestDataSource(AudioManifest manifest, OutputFactory<T> outputFactory) {
        this(manifest, outputFactory, UnreadableAudio.FAIL);
    }

    /**
     * A source.
     *
     * @param manifest lists the clips
     * @param outputFactory makes outputs of the label column
     * @param unreadableAudio what to do with unusable files
     * @throws ManifestException if a label is missing or cannot be made into an output
     * @throws AudioFormatException if no file is usable, or one is unusable and the policy is to
     *     fail
     */
    public AudioManifestDataSource(
            AudioManifest manifest,
            OutputFactory<T> outputFactory,
            UnreadableAudio unreadableAudio) {
        this.manifest = manifest;
        this.outputFactory = outputFactory;
        this.unreadableAudio = unreadableAudio;
        postConfig();
    }

    /** Called by OLCUT; looks at every file. */
    @Override
    public void postConfig() {
        // Labels first: they are cheap to check.
        manifest.clips().forEach(this::requireLabel);
        ClipInventory inventory =
                ClipInventory.take(
                        manifest.path(), manifest.clips(), unreadableAudio, minimumSeconds);
        take(inventory, this::output);
    }

    private void requireLabel(ListedClip clip) {
        if (clip.label() == null && !(manifest.labelled() && takesNone())) {
            throw new ManifestException(
                    manifest.path(),
                    clip.line(),
                    manifest.labelled()
                            ? "column '" + manifest.labelColumn() + "' is empty"
                            : "there is no column '"
                                    + manifest.labelColumn()
                                    + "'; add it, or name the column of labels with labelColumn");
        }
    }

    /** Whether a clip may have no label: an empty cell then says so. */
    private boolean takesNone() {
        return outputFactory.getTypeWitness() == MultiLabel.class;
    }

    private T output(ListedClip clip) {
        if (clip.label() == null) {
            return outputFactory.generateOutput(List.of());
        }
        String separator = manifest.labelSeparator();
        List<String> labels =
                Arrays.stream(clip.label().split(Pattern.quote(separator), -1))
                        .map(String::strip)
                        .toList();
        if (labels.contains("")) {
            throw new ManifestException(
                    manifest.path(),
                    clip.line(),
                    "label '" + clip.label() + "' has an empty part between separators");
        }
        if (labels.size() > 1 && outputFactory.getTypeWitness() == Label.class) {
            throw new ManifestException(
                    manifest.path(),
                    clip.line(),
                    "label '"
                            + clip.label()
                            + "' is "
                            + labels.size()
                            + " labels, but LabelFactory takes one a clip; use MultiLabelFactory,"
                            + " or set a label separator other than '"
                            + separator
                            + "'");
        }
        try {
            return LabelledExamples.output(outputFactory, labels);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ManifestException(
                    manifest.path(),
                    clip.line(),
                    "label '" + clip.label() + "' is no output: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public OutputFactory<T> getOutputFactory() {
        return outputFactory;
    }

    @Override
    public String toString() {
        return "AudioManifestDataSource(" + manifest.path() + ", " + size() + " clips)";
    }
}
