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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.data.ClipAudio;

/**
 * Runs windows in batches that go across their owners; keeps the mean vector of each owner, summed
 * in double precision in the order they come.
 */
final class WindowMeans {
    private final int most;
    private final Function<List<ClipAudio>, float[][]> network;
    private final List<ClipAudio> batch = new ArrayList<>();
    private final List<Integer> owners = new ArrayList<>();
    private final double[][] sums;
    private final int[] counts;

    private WindowMeans(int owners, int most, Function<List<ClipAudio>, float[][]> network) {
        this.most = most;
        this.network = network;
        sums = new double[owners][];
        counts = new int[owners];
    }

    /**
     * Runs each window of each clip.
     *
     * @param most windows to a batch.
     * @param network gives a vector for each window of a batch.
     * @param report takes how many clips are done.
     * @return the mean vector of each clip's windows.
     */
    static float[][] of(
            List<ClipAudio> clips,
            SlidingWindow windows,
            int most,
            Function<List<ClipAudio>, float[][]> network,
            LongConsumer report) {
        WindowMeans means = new WindowMeans(clips.size(), most, network);
        for (int i = 0; i < clips.size(); i++) {
            ClipAudio clip = clips.get(i);
            int owner = i;
            if (clip.file() == null && clip.seconds() <= windows.seconds()) {
                means.add(owner, clip);
            } else {
                clip.forEachWindow(
                        windows, window -> means.add(owner, ClipAudio.of(window.clip())));
            }
            report.accept(i + 1);
        }
        return means.values();
    }

    private void add(int owner, ClipAudio window) {
        batch.add(window);
        owners.add(owner);
        if (batch.size() == most) {
            run();
        }
    }

    private void run() {
        if (batch.isEmpty()) {
            return;
        }
        float[][] values = network.apply(batch);
        for (int i = 0; i < values.length; i++) {
            add(owners.get(i), values[i]);
        }
        batch.clear();
        owners.clear();
    }

    private void add(int owner, float[] values) {
        if (sums[owner] == null) {
            sums[owner] = new double[values.length];
        }
        for (int i = 0; i < values.length; i++) {
            sums[owner][i] += values[i];
        }
        counts[owner]++;
    }

    /** The means; every owner has at least one window. */
    private float[][] values() {
        run();
        float[][] means = new float[sums.length][];
        for (int owner = 0; owner < means.length; owner++) {
            means[owner] = new float[sums[owner].length];
            for (int i = 0; i < means[owner].length; i++) {
                means[owner][i] = (float) (sums[owner][i] / counts[owner]);
            }
        }
        return means;
    }
}
