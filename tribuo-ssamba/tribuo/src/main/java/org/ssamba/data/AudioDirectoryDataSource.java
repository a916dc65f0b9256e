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
import java.util.List;
import java.util.logging.Logger;
import org.ssamba.audio.AudioFormatException;
import org.tribuo.Output;
import org.tribuo.OutputFactory;

/**
 * Clips in a folder per label: every audio file in {@code directory/label}, and in the folders in
 * that, has the label that the folder's name says. Examples come sorted by relative path, which is
 * their name.
 *
 * <p>Holds references, no audio; every file is hashed and decoded once when the source is made.
 *
 * @param <T> the type of output
 */
public final class AudioDirectoryDataSource<T extends Output<T>> extends ListedAudioSource<T> {
    private static final Logger logger = Logger.getLogger(AudioDirectoryDataSource.class.getName());

    /** Length of one frame of the standard front end. */
    static final double ONE_FRAME_SECONDS = 0.025;

    @Config(mandatory = true, description = "Folder that holds a folder per label.")
    private Path directory;

    @Config(mandatory = true, description = "Makes outputs of the folders' names.")
    private OutputFactory<T> outputFactory;

    @Config(description = "Extensions of audio files, without the point.")
    private List<String> extensions = AudioFolder.EXTENSIONS;

    @Config(description = "What to do with files that cannot be used: FAIL or SKIP.")
    private UnreadableAudio unreadableAudio = UnreadableAudio.FAIL;

    @Config(description = "Shortest usable clip in seconds; one frame is 0.025.")
    private double minimumSeconds = ONE_FRAME_SECONDS;

    /** For OLCUT. */
    private AudioDirectoryDataSource() {}

    /**
     * A source that fails at the first unusable file.
     *
     * @param directory folder that holds a folder per label
     * @param outputFactory makes outputs of the folders' names
     * @throws AudioFormatException if the folder holds no audio, or a file is unusable or lies
     *     beside the labels' folders
     */
    public AudioDirectoryDataSource(Path directory, OutputFactory<T> outputFactory) {
        this(directory, outputFactory, UnreadableAudio.FAIL);
    }

    /**
     * A source.
     *
     * @param directory folder that holds a folder per label
     * @param outputFactory makes outputs of the folders' names
     * @param unreadableAudio what to do with unusable files
     * @throws AudioFormatException if the folder holds no usable audio, or a file is unusable or
     *     lies beside the labels' folders and the policy is to fail
     */
    public AudioDirectoryDataSource(
            Path directory, OutputFactory<T> outputFactory, UnreadableAudio unreadableAudio) {
        this.directory = directory;
        this.outputFactory = outputFactory;
        this.unreadableAudio = unreadableAudio;
        postConfig();
    }

    /** Called by OLCUT; looks at every file. */
    @Override
    public void postConfig() {
        requireFolderOfTheMachine();
        LabelText text = new LabelText(directory);
        AudioFolder.Listing listing =
                AudioFolder.list(
                        directory,
                        extensions,
                        file ->
                                file.getNameCount() < 2
                                        ? null
                                        : text.of(file.getName(0).toString()));
        List<ListedClip> listed = listing.clips().stream().map(this::requireLabel).toList();
        warnOfEmptyFolders(listing);
        ClipInventory inventory =
                ClipInventory.take(directory, listed, unreadableAudio, minimumSeconds);
        take(inventory, this::output);
    }

    /** OLCUT's provenance takes paths for files. */
    private void requireFolderOfTheMachine() {
        try {
            directory.toFile();
        } catch (UnsupportedOperationException e) {
            throw new AudioFormatException(
                    directory.toUri().toString(),
                    "is a folder in an archive, which provenance cannot name; unpack it",
                    e);
        }
    }

    private ListedClip requireLabel(ListedClip clip) {
        return clip.label() != null || clip.problem() != null
                ? clip
                : ListedClip.unusable(
                        clip.path(),
                        clip.name(),
                        "lies beside the labels' folders and so has no label; move it into one");
    }

    /** A folder that holds nothing that is read is a label that the model will not know. */
    private void warnOfEmptyFolders(AudioFolder.Listing listing) {
        for (String folder : listing.folders()) {
            if (listing.clips().stream().noneMatch(clip -> clip.name().startsWith(folder + "/"))) {
                List<Path> others =
                        listing.others().stream().filter(file -> file.startsWith(folder)).toList();
                logger.warning(
                        "Folder '"
                                + folder
                                + "' of "
                                + directory
                                + " holds no audio that is read, so there is no such label"
                                + AudioFolder.unread(others).map(r -> ": " + r).orElse(""));
            }
        }
    }

    private T output(ListedClip clip) {
        try {
            return LabelledExamples.output(outputFactory, List.of(clip.label()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new AudioFormatException(
                    directory.resolve(clip.label()).toString(),
                    "the folder's name is no output: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public OutputFactory<T> getOutputFactory() {
        return outputFactory;
    }

    @Override
    public String toString() {
        return "AudioDirectoryDataSource(" + directory + ", " + size() + " clips)";
    }
}
