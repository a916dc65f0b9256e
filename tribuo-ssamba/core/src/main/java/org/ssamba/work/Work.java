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
package org.ssamba.work;

/**
 * A piece of long work, as those who watch it need to know it.
 *
 * @param phase what is done: one of the constants, or a name of your own.
 * @param fold which fold of an experiment it belongs to; empty where there are no folds.
 * @param clips how many clips, or files, there are.
 * @param steps how many steps there will be, at least 0; in training an upper limit, since it may
 *     stop early.
 * @param batch clips a step.
 */
public record Work(String phase, String fold, long clips, long steps, int batch) {
    /** Files are hashed and decoded to see whether they can be used. */
    public static final String LISTING = "listing";

    /** Mean and standard deviation of all spectrograms are taken. */
    public static final String STATISTICS = "statistics";

    /** An encoder is pretrained without labels. */
    public static final String PRETRAINING = "pretraining";

    /** A network is trained on labelled clips. */
    public static final String FINE_TUNING = "fine-tuning";

    /** Features of clips are computed, or found in a cache. */
    public static final String FEATURES = "features";

    /** Clips are predicted or embedded, for an evaluation or otherwise. */
    public static final String PREDICTION = "prediction";

    /** A file is downloaded; its "clips" are megabytes. */
    public static final String DOWNLOAD = "download";

    /**
     * Work in which each clip is a step.
     *
     * @param phase what is done.
     * @param clips how many.
     * @return the work, in no fold.
     */
    public static Work onEach(String phase, long clips) {
        return new Work(phase, "", clips, clips, 1);
    }

    /**
     * The same work in a fold.
     *
     * @param name of the fold.
     * @return the work.
     */
    public Work inFold(String name) {
        return new Work(phase, name, clips, steps, batch);
    }

    /** What there are {@link #clips} of. */
    String unit() {
        return phase.equals(DOWNLOAD) ? "MB" : "clips";
    }

    /**
     * What to call it: the phase, with the fold if there is one.
     *
     * @return for example {@code "pretraining"} or {@code "fold3 fine-tuning"}.
     */
    public String name() {
        return fold.isEmpty() ? phase : fold + " " + phase;
    }
}
