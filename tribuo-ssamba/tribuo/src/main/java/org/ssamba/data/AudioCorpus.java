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
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil.HashType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.settings.SettingException;
import org.tribuo.DataSource;
import org.tribuo.Dataset;
import org.tribuo.Example;

/**
 * Unlabelled clips for self-supervised pretraining: from a folder, a manifest, tar shards, the
 * examples of a data set, or several of these. Holds references, no audio; every file is hashed and
 * decoded once when the corpus is made, unless the {@linkplain AudioInventory inventory} knows it.
 * Immutable.
 *
 * <p>It is not a Tribuo {@code DataSource}: it has no outputs, and replaying a model from its
 * provenance looks for the first configured data source, which must be the labelled one.
 */
public final class AudioCorpus implements Configurable, Provenancable<ConfiguredObjectProvenance> {
    @Config(description = "Folder of audio files, taken with the folders in it.")
    private Path directory;

    @Config(description = "Manifest that lists the clips, instead of a directory.")
    private AudioManifest manifest;

    @Config(description = "Tar archives, and folders of them, instead of a directory.")
    private List<Path> shards = new ArrayList<>();

    @Config(description = "Corpora that this one joins, instead of a directory.")
    private List<AudioCorpus> parts = new ArrayList<>();

    @Config(description = "Extensions of audio files in the directory, without the point.")
    private List<String> extensions = AudioFolder.EXTENSIONS;

    @Config(description = "What to do with files that cannot be used: FAIL or SKIP.")
    private UnreadableAudio unreadableAudio = UnreadableAudio.FAIL;

    @Config(description = "Shortest usable clip in seconds; one frame is 0.025.")
    private double minimumSeconds = AudioDirectoryDataSource.ONE_FRAME_SECONDS;

    @Config(
            description =
                    "With SKIP, the share of clips that pretraining goes on without if they vanish"
                            + " or break meanwhile.")
    private double skippedShare = 0.01;

    private ClipList references;
    private List<SkippedAudio> skipped;
    private String contentHash;
    private ConfiguredObjectProvenance provenance;

    /** For OLCUT. */
    private AudioCorpus() {}

    /**
     * All audio files of a folder and the folders in it. An unusable file is an error.
     *
     * @param directory the folder
     * @throws AudioFormatException if the folder holds no audio or a file is unusable
     */
    public AudioCorpus(Path directory) {
        this(directory, UnreadableAudio.FAIL);
    }

    /**
     * All audio files of a folder and the folders in it.
     *
     * @param directory the folder
     * @param unreadableAudio what to do with unusable files
     * @throws AudioFormatException if the folder holds no usable audio, or a file is unusable and
     *     the policy is to fail
     */
    public AudioCorpus(Path directory, UnreadableAudio unreadableAudio) {
        this.directory = directory;
        this.unreadableAudio = unreadableAudio;
        postConfig();
    }

    /**
     * The clips of a manifest; labels are ignored. An unusable file is an error.
     *
     * @param manifest the manifest
     * @throws AudioFormatException if a file is unusable
     */
    public AudioCorpus(AudioManifest manifest) {
        this(manifest, UnreadableAudio.FAIL);
    }

    /**
     * The clips of a manifest; labels are ignored.
     *
     * @param manifest the manifest
     * @param unreadableAudio what to do with unusable files
     * @throws AudioFormatException if no file is usable, or one is unusable and the policy is to
     *     fail
     */
    public AudioCorpus(AudioManifest manifest, UnreadableAudio unreadableAudio) {
        this.manifest = manifest;
        this.unreadableAudio = unreadableAudio;
        postConfig();
    }

    /**
     * The clips of tar shards as WebDataset has them: archives that are not compressed, in which
     * audio files lie beside others of the same name. The others are ignored. Clips come in the
     * order of the shards and of the entries in them. An unusable clip is an error.
     *
     * @param shards archives, and folders of archives, whose names end with {@code .tar}
     * @return their clips
     * @throws AudioFormatException if an archive or a clip is unusable
     */
    public static AudioCorpus ofShards(Path... shards) {
        return ofShards(List.of(shards), UnreadableAudio.FAIL);
    }

    /**
     * The clips of tar shards, as {@link #ofShards(Path...)} takes them.
     *
     * @param shards archives, and folders of archives
     * @param unreadableAudio what to do with unusable archives and clips
     * @return their clips
     * @throws AudioFormatException if no clip is usable, or one is unusable and the policy is to
     *     fail
     */
    public static AudioCorpus ofShards(List<Path> shards, UnreadableAudio unreadableAudio) {
        AudioCorpus corpus = new AudioCorpus();
        corpus.shards = List.copyOf(shards);
        corpus.unreadableAudio = unreadableAudio;
        corpus.postConfig();
        return corpus;
    }

    /**
     * Several corpora as one: folders, manifests, shards and labelled data. A clip that is in two
     * of them counts twice.
     *
     * @param parts the corpora
     * @return their clips, in the order of the parts
     */
    public static AudioCorpus of(AudioCorpus... parts) {
        AudioCorpus corpus = new AudioCorpus();
        corpus.parts = List.of(parts);
        corpus.postConfig();
        return corpus;
    }

    /**
     * The clips of a labelled data source, without their outputs.
     *
     * @param source of audio examples
     * @return their clips, in the source's order
     * @throws MissingAudioReferenceException if an example has no audio reference
     * @throws AudioFormatException if an example carries its samples instead of referring to a file
     * @throws IllegalArgumentException if the source is empty
     */
    public static AudioCorpus of(DataSource<?> source) {
        List<Example<?>> examples = new ArrayList<>();
        source.forEach(examples::add);
        return of(examples);
    }

    /**
     * The clips that a data set's examples refer to, without their outputs. They are not decoded
     * again. Such a corpus cannot be rebuilt from its own provenance; the data set's, which a model
     * trained on it records, says where it came from.
     *
     * @param dataset audio examples
     * @return their clips, in the order they were added
     * @throws MissingAudioReferenceException if an example has no audio reference
     * @throws AudioFormatException if an example carries its samples instead of referring to a file
     * @throws IllegalArgumentException if the data set is empty
     */
    public static AudioCorpus of(Dataset<?> dataset) {
        // Not the dataset's iterator: once shuffled it passes over examples added since.
        return of(dataset.getData());
    }

    /**
     * The clips that examples refer to, as {@link #of(Dataset)} takes those of a data set.
     *
     * @param examples audio examples
     * @return their clips, in order
     * @throws MissingAudioReferenceException if an example has no audio reference
     * @throws AudioFormatException if an example carries its samples instead of referring to a file
     * @throws IllegalArgumentException if there are none
     */
    public static AudioCorpus of(List<? extends Example<?>> examples) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("an audio corpus cannot be made of no examples");
        }
        List<AudioReference> references = new ArrayList<>(examples.size());
        List<String> groups = new ArrayList<>(examples.size());
        List<String> lines = new ArrayList<>(examples.size());
        for (Example<?> example : examples) {
            AudioReference reference = AudioReference.of(example);
            reference.content();
            references.add(reference);
            groups.add(
                    example.getMetadataValue(AudioExamples.GROUP_KEY)
                            .map(Object::toString)
                            .orElse(null));
            lines.add(reference.contentLine());
        }
        AudioCorpus corpus = new AudioCorpus();
        corpus.references = ClipList.of(references, groups);
        corpus.skipped = List.of();
        // Sizes and relative paths are not known here; hash and part name the content.
        corpus.contentHash =
                ProvenanceUtil.hashList(
                        HashType.SHA256, lines.stream().distinct().sorted().toList());
        return corpus;
    }

    /**
     * The same clips; pretraining goes on without some of them if they vanish or break after they
     * were listed. The default, with {@link UnreadableAudio#SKIP}, is a share of 0.01.
     *
     * @param share of the clips, above 0 and at most 1; one clip may always be skipped
     * @return a new corpus, in which unreadable files are skipped
     */
    public AudioCorpus skipping(double share) {
        AudioCorpus corpus = new AudioCorpus();
        corpus.directory = directory;
        corpus.manifest = manifest;
        corpus.shards = shards;
        corpus.parts = parts;
        corpus.extensions = extensions;
        corpus.minimumSeconds = minimumSeconds;
        corpus.unreadableAudio = UnreadableAudio.SKIP;
        corpus.skippedShare = share;
        corpus.requireShare();
        corpus.references = references;
        corpus.skipped = skipped;
        corpus.contentHash = contentHash;
        return corpus;
    }

    /**
     * Which share of the clips pretraining may go on without.
     *
     * @return 0 with {@link UnreadableAudio#FAIL}; of corpora that were joined, the mean of theirs
     *     unless {@link #skipping} said otherwise
     */
    public double skippableShare() {
        if (unreadableAudio == UnreadableAudio.SKIP) {
            return skippedShare;
        }
        double clips = 0;
        for (AudioCorpus part : parts) {
            clips += part.skippableShare() * part.size();
        }
        return clips / size();
    }

    private void requireShare() {
        if (!(skippedShare > 0 && skippedShare <= 1)) {
            throw new SettingException(
                    "skippedShare", "must be above 0 and at most 1, not " + skippedShare);
        }
    }

    /** Called by OLCUT; looks at every file. */
    @Override
    public void postConfig() {
        requireShare();
        long origins =
                Stream.of(directory != null, manifest != null, !shards.isEmpty(), !parts.isEmpty())
                        .filter(set -> set)
                        .count();
        if (origins != 1) {
            throw new SettingException(
                    "directory",
                    "an AudioCorpus takes a directory, a manifest, shards or parts; "
                            + (origins == 0 ? "none of them is set" : origins + " are set"));
        }
        if (!parts.isEmpty()) {
            references = ClipList.joined(parts.stream().map(AudioCorpus::references).toList());
            skipped = parts.stream().flatMap(part -> part.skipped().stream()).toList();
            contentHash = joinedHash(parts.stream().map(AudioCorpus::contentHash).toList());
        } else if (!shards.isEmpty()) {
            TarShards found = TarShards.take(shards, unreadableAudio, minimumSeconds);
            references = found.clips();
            skipped = List.copyOf(found.skipped());
            contentHash = found.contentHash();
        } else {
            take();
        }
    }

    private void take() {
        ClipInventory inventory =
                directory == null
                        ? ClipInventory.take(
                                manifest.path(), manifest.clips(), unreadableAudio, minimumSeconds)
                        : ClipInventory.take(
                                directory,
                                AudioFolder.list(directory, extensions, file -> null).clips(),
                                unreadableAudio,
                                minimumSeconds);
        references = ClipList.of(inventory.references(), inventory.groups());
        skipped = inventory.skipped();
        contentHash = inventory.contentHash();
    }

    /** The hash of several contents, in whatever order. */
    static String joinedHash(List<String> hashes) {
        if (hashes.size() == 1) {
            return hashes.get(0);
        }
        Sha256 joined = Sha256.builder();
        hashes.stream().sorted().forEach(joined::text);
        return joined.hex();
    }

    /** Number of clips, at least 1. */
    public int size() {
        return references.size();
    }

    /**
     * The clips: sorted by relative path, or in the order of the manifest, the data set, the shards
     * or the parts. References may be made when they are asked for.
     */
    public ClipList references() {
        return references;
    }

    /** The clips that were left out because their files cannot be used. */
    public List<SkippedAudio> skipped() {
        return skipped;
    }

    /** SHA-256 that changes when a byte of any of the audio files does. */
    public String contentHash() {
        return contentHash;
    }

    /** Length of all clips together, in seconds. */
    public double seconds() {
        return references.seconds();
    }

    @Override
    public synchronized ConfiguredObjectProvenance getProvenance() {
        if (provenance == null) {
            provenance = new AudioCorpusProvenance(this);
        }
        return provenance;
    }

    @Override
    public String toString() {
        String origin =
                directory != null
                        ? directory.toString()
                        : manifest != null
                                ? manifest.path().toString()
                                : !shards.isEmpty()
                                        ? shards.toString()
                                        : parts.isEmpty() ? "a dataset" : parts.toString();
        return "AudioCorpus(" + size() + " clips of " + origin + ")";
    }
}
