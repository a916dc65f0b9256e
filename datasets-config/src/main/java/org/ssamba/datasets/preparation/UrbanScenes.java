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
package org.ssamba.datasets.preparation;

import com.oracle.labs.mlrg.olcut.config.Config;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.settings.SettingException;

/**
 * One-minute scenes of UrbanSound8K, with a label for each second, made as in the published SSAMBA
 * code: the clips of a fold in random order, each followed by silence to the next full second, are
 * cut into minutes. The last minute of a fold is filled with silence that has the label of its last
 * clip. Scenes are written as 16 kHz WAV files into {@code scenes/foldN}; the manifest has a row
 * for each second. The order depends on the seed (the published code sets none).
 */
public final class UrbanScenes implements DatasetPreparation {
    private static final int RATE = 16_000;
    private static final int SHORT_SCALE = 32_768;

    @Config(description = "Length of a scene in seconds.")
    private int seconds = 60;

    @Config(description = "The seed of the order of clips in a fold.")
    private long seed = 1;

    /** Scenes of a minute; also used by OLCUT. */
    public UrbanScenes() {}

    @Override
    public void postConfig() {
        if (seconds < 1) {
            throw new SettingException("seconds", "must be at least 1, not " + seconds);
        }
    }

    @Override
    public ClipList clips(Path folder, Path output) {
        Map<String, List<Clip>> folds = new TreeMap<>();
        for (Clip clip : new UrbanSound8k().clips(folder, output).clips()) {
            folds.computeIfAbsent(clip.group(), name -> new ArrayList<>()).add(clip);
        }
        ClipList scenes = new ClipList(output);
        folds.forEach(
                (fold, clips) -> {
                    Collections.shuffle(clips, new Random(seed + fold.hashCode()));
                    compose(fold, clips, output.resolve("scenes").resolve(fold), scenes);
                });
        return scenes.requireFiles();
    }

    private void compose(String fold, List<Clip> clips, Path folder, ClipList scenes) {
        float[] samples = new float[seconds * RATE];
        List<String> labels = new ArrayList<>();
        int written = 0;
        for (Clip clip : clips) {
            AudioClip audio = AudioReader.read(clip.file()).resampled(RATE);
            float[] all = audio.samples();
            for (int from = 0; from < all.length; from += RATE) {
                int count = Math.min(RATE, all.length - from);
                System.arraycopy(all, from, samples, labels.size() * RATE, count);
                labels.add(clip.labels().get(0));
                if (labels.size() == seconds) {
                    write(
                            folder.resolve("scene-" + written++ + ".wav"),
                            samples,
                            labels,
                            fold,
                            scenes);
                    Arrays.fill(samples, 0);
                    labels.clear();
                }
            }
        }
        if (!labels.isEmpty()) {
            while (labels.size() < seconds) {
                labels.add(labels.get(labels.size() - 1));
            }
            write(folder.resolve("scene-" + written + ".wav"), samples, labels, fold, scenes);
        }
    }

    private static void write(
            Path file, float[] samples, List<String> labels, String fold, ClipList scenes) {
        byte[] bytes = new byte[2 * samples.length];
        for (int i = 0; i < samples.length; i++) {
            int value = Math.round(samples[i] * SHORT_SCALE);
            value = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
            bytes[2 * i] = (byte) value;
            bytes[2 * i + 1] = (byte) (value >> 8);
        }
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        try (AudioInputStream audio =
                new AudioInputStream(new ByteArrayInputStream(bytes), format, samples.length)) {
            Files.createDirectories(file.getParent());
            AtomicFile.write(file, out -> AudioSystem.write(audio, AudioFileFormat.Type.WAVE, out));
        } catch (IOException e) {
            throw new DatasetException(file, "cannot be written: " + e.getMessage());
        }
        for (int second = 0; second < labels.size(); second++) {
            scenes.add(new Clip(file, second, 1, List.of(labels.get(second)), fold, ""));
        }
    }
}
