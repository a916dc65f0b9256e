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
import java.util.List;
import java.util.Map;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.UnreadableAudio;

/**
 * A model that takes audio as it is, and needs no examples. Closing it frees the device's memory;
 * it can still be used afterwards.
 *
 * @param <P> what it says of a clip: a prediction, or one for each second.
 */
public interface AudioModel<P> extends AutoCloseable {
    /**
     * Predicts a waveform: what a server was sent, see {@link
     * org.ssamba.audio.AudioReader#read(byte[])}, or what was recorded.
     *
     * @param clip at any sample rate.
     * @return the prediction; its example carries the waveform.
     * @throws AudioFormatException if it is too short.
     */
    P predict(AudioClip clip);

    /**
     * Predicts a file, which is read once.
     *
     * @param file in any format that {@link org.ssamba.audio.AudioReader} reads.
     * @return the prediction; its example names the file.
     * @throws AudioFormatException if the file cannot be used.
     */
    P predict(Path file);

    /**
     * Predicts files; fails at the first that cannot be read.
     *
     * @param files in any format that {@link org.ssamba.audio.AudioReader} reads.
     * @return the prediction of each file, in their order.
     * @throws AudioFormatException if a file cannot be used; it names the file.
     */
    default Map<Path, P> predictFiles(List<Path> files) {
        return predictFiles(files, UnreadableAudio.FAIL);
    }

    /**
     * Predicts files and tells the listener how many are done.
     *
     * @param files in any format that {@link org.ssamba.audio.AudioReader} reads.
     * @param policy whether to fail at a file that cannot be read, or to log it and leave it out.
     * @return the prediction of each file, in their order.
     * @throws AudioFormatException if a file cannot be used and the policy is to fail; it names the
     *     file.
     */
    Map<Path, P> predictFiles(List<Path> files, UnreadableAudio policy);

    /**
     * Sets how many clips to compute at once from now on.
     *
     * @param clips at least 1.
     * @throws IllegalArgumentException if there are fewer.
     */
    void setBatchSize(int clips);

    @Override
    void close();
}
