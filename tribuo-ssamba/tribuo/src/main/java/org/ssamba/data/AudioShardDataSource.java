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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.settings.SettingException;
import org.tribuo.Output;
import org.tribuo.OutputFactory;

/**
 * Labelled clips in tar shards, as WebDataset has them: {@code 000001.flac}, and beside it {@code
 * 000001.cls}, {@code 000001.txt} or {@code 000001.json} with its label. Examples come in the order
 * of the shards and of the entries in them, and are named {@code part-0.tar!/000001.flac}.
 *
 * <p>Holds references, no audio; every clip is hashed and decoded once when the source is made,
 * unless the {@link AudioInventory} knows the shard. {@link AudioCorpus#ofShards} takes the same
 * shards without labels.
 *
 * @param <T> the type of output
 */
public final class AudioShardDataSource<T extends Output<T>> extends ListedAudioSource<T> {
    @Config(mandatory = true, description = "Archives, and folders of archives.")
    private List<Path> shards = new ArrayList<>();

    @Config(mandatory = true, description = "Makes outputs of labels.")
    private OutputFactory<T> outputFactory;

    @Config(
            mandatory = true,
            description =
                    "Where the label of a clip is: in its cls or txt, each line of which is one, or"
                            + " in a field of its json, such as json.label, which may be a list.")
    private String label;

    @Config(description = "Likewise its group, such as json.speaker; clips have none if empty.")
    private String group = "";

    @Config(description = "What to do with clips that cannot be used: FAIL or SKIP.")
    private UnreadableAudio unreadableAudio = UnreadableAudio.FAIL;

    @Config(description = "Shortest usable clip in seconds; one frame is 0.025.")
    private double minimumSeconds = AudioDirectoryDataSource.ONE_FRAME_SECONDS;

    /** For OLCUT. */
    private AudioShardDataSource() {}

    /**
     * A source that fails at the first unusable clip, without groups.
     *
     * @param shards archives, and folders of archives, whose names end with {@code .tar}
     * @param outputFactory makes outputs of labels
     * @param label where the label of a clip is: {@code cls} or {@code txt}, each line of which is
     *     one, or {@code json.FIELD}, which may be a list
     * @throws AudioFormatException if an archive or a clip is unusable, a clip has no label, or
     *     there are none
     */
    public AudioShardDataSource(List<Path> shards, OutputFactory<T> outputFactory, String label) {
        this(shards, outputFactory, label, "", UnreadableAudio.FAIL);
    }

    /**
     * A source.
     *
     * @param shards archives, and folders of archives, whose names end with {@code .tar}
     * @param outputFactory makes outputs of labels
     * @param label where the label of a clip is: {@code cls} or {@code txt}, each line of which is
     *     one, or {@code json.FIELD}, which may be a list
     * @param group where its group is, likewise; empty for none
     * @param unreadableAudio what to do with clips that are unusable or have no label
     * @throws AudioFormatException if an archive or a clip is unusable or a clip has no label, and
     *     the policy is to fail, or none is left
     */
    public AudioShardDataSource(
            List<Path> shards,
            OutputFactory<T> outputFactory,
            String label,
            String group,
            UnreadableAudio unreadableAudio) {
        this.shards = List.copyOf(shards);
        this.outputFactory = Objects.requireNonNull(outputFactory, "outputFactory");
        this.label = label;
        this.group = group;
        this.unreadableAudio = unreadableAudio;
        postConfig();
    }

    /** Called by OLCUT; looks at every clip that the inventory does not know. */
    @Override
    public void postConfig() {
        requirePlace("label", label);
        if (!group.isEmpty()) {
            requirePlace("group", group);
        }
        ClipInventory inventory = labelled(TarShards.take(shards, unreadableAudio, minimumSeconds));
        take(inventory, this::output);
    }

    private static void requirePlace(String property, String place) {
        if (!place.matches("(?!json\\b)[a-z0-9]+|json(\\.[^.]+)+")) {
            throw new SettingException(
                    property,
                    "must be the ending of a text file, such as cls, or a field of a JSON file,"
                            + " such as json.label, but is '"
                            + place
                            + "'");
        }
    }

    private ClipInventory labelled(TarShards found) {
        LabelText text = new LabelText(shards.get(0));
        List<ClipInventory.Clip> usable = new ArrayList<>();
        List<SkippedAudio> unlabelled = new ArrayList<>();
        Sha256 hash = Sha256.builder().text(found.contentHash());
        AudioFormatException first = null;
        AudioContent archive = null;
        ShardTexts texts = null;
        for (AudioReference reference : found.clips()) {
            TarContent clip = (TarContent) reference.content();
            if (archive == null || !clip.archive().uri().equals(archive.uri())) {
                // Clips come shard by shard.
                archive = clip.archive();
                texts = new ShardTexts(TarListing.of(archive));
            }
            try {
                ListedClip listed = listed(clip, texts, text);
                hash.text(listed.label());
                usable.add(new ClipInventory.Clip(listed, reference));
            } catch (AudioFormatException e) {
                first = first == null ? e : first;
                unlabelled.add(new SkippedAudio(clip.name(), e.reason()));
            }
        }
        String origin = shards.size() == 1 ? shards.get(0).toString() : "the shards";
        ClipInventory.report(origin, unlabelled, unreadableAudio, first);
        if (usable.isEmpty()) {
            throw new AudioFormatException(origin, "holds no clip with a label", first);
        }
        List<SkippedAudio> skipped = new ArrayList<>(found.skipped());
        skipped.addAll(unlabelled);
        return new ClipInventory(usable, skipped, hash.hex());
    }

    private ListedClip listed(TarContent clip, ShardTexts texts, LabelText text) {
        Path shard = Path.of(clip.archive().uri());
        List<String> labels = new ArrayList<>();
        texts.of(clip, label).forEach(each -> labels.add(text.of(each)));
        labels.removeIf(Objects::isNull);
        if (labels.isEmpty()) {
            throw new AudioFormatException(clip.toString(), "has an empty label");
        }
        return new ListedClip(
                shard,
                shard.getFileName() + "!/" + clip.name(),
                ListedClip.Part.ALL,
                String.join("\n", labels),
                group.isEmpty() ? null : text.of(texts.of(clip, group).get(0)),
                null,
                0,
                null);
    }

    private T output(ListedClip clip) {
        try {
            return LabelledExamples.output(outputFactory, clip.label().lines().toList());
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw new AudioFormatException(
                    clip.name(),
                    "its label is no output: "
                            + clip.label().replace('\n', ',')
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public OutputFactory<T> getOutputFactory() {
        return outputFactory;
    }

    @Override
    public String toString() {
        return "AudioShardDataSource(" + shards + ", " + size() + " clips)";
    }
}
