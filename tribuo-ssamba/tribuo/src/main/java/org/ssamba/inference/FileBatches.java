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
package org.ssamba.inference;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.work.WorkListener;

/**
 * Many files in batches, in order, each read once. A batch with a file that cannot be read is run
 * again clip by clip, so that the others have their answers.
 *
 * @param <R> what comes of a clip.
 */
public final class FileBatches<R> {
    private static final Logger logger = Logger.getLogger(FileBatches.class.getName());

    private final IntSupplier batchSize;
    private final Supplier<WorkListener> listener;
    private final Function<List<ClipAudio>, List<R>> network;

    /**
     * No files yet.
     *
     * @param inference knows the size of a batch, and who is told.
     * @param network gives a result for each clip.
     */
    public FileBatches(ClipInference inference, Function<List<ClipAudio>, List<R>> network) {
        this(inference::readAtOnce, inference::listener, network);
    }

    /**
     * No files yet; {@link WorkListener#standard} is told.
     *
     * @param batchSize how many to run at once.
     * @param network gives a result for each clip.
     */
    public FileBatches(int batchSize, Function<List<ClipAudio>, List<R>> network) {
        this(() -> batchSize, WorkListener::standard, network);
    }

    private FileBatches(
            IntSupplier batchSize,
            Supplier<WorkListener> listener,
            Function<List<ClipAudio>, List<R>> network) {
        this.batchSize = batchSize;
        this.listener = listener;
        this.network = network;
    }

    /**
     * Runs one file.
     *
     * @param file of any format that can be read.
     * @return what comes of it.
     * @throws AudioFormatException if it cannot be used.
     */
    public R run(Path file) {
        return run(List.of(file)).get(0);
    }

    private List<R> run(List<Path> files) {
        return network.apply(
                files.stream().map(file -> ClipAudio.of(AudioContent.of(file))).toList());
    }

    /**
     * Runs files and tells the listener how many are done.
     *
     * @param files of any format that can be read.
     * @param policy what to do about those that cannot.
     * @return what comes of each file, in their order; without those that were left out.
     * @throws AudioFormatException if a file cannot be used and the policy is to fail; it names the
     *     file.
     */
    public Map<Path, R> run(List<Path> files, UnreadableAudio policy) {
        return ClipInference.reporting(
                listener.get(),
                files.size(),
                batchSize.getAsInt(),
                report -> run(files, policy, report));
    }

    private Map<Path, R> run(List<Path> files, UnreadableAudio policy, LongConsumer report) {
        Map<Path, R> results = new LinkedHashMap<>();
        for (int first = 0; first < files.size(); ) {
            int end = Math.min(files.size(), first + batchSize.getAsInt());
            List<Path> batch = files.subList(first, end);
            try {
                List<R> some = run(batch);
                for (int i = 0; i < some.size(); i++) {
                    results.put(batch.get(i), some.get(i));
                }
            } catch (AudioFormatException e) {
                if (policy == UnreadableAudio.FAIL) {
                    throw new AudioFormatException(
                            e.path(),
                            e.reason()
                                    + ". Repair or remove it, or have it left out"
                                    + " (UnreadableAudio.SKIP; ssamba: without --strict)",
                            e);
                }
                batch.forEach(file -> runOrSkip(file, results));
            }
            first = end;
            report.accept(first);
        }
        return results;
    }

    private void runOrSkip(Path file, Map<Path, R> results) {
        try {
            results.put(file, run(file));
        } catch (AudioFormatException e) {
            logger.warning(() -> "Skipped " + e.getMessage());
        }
    }
}
