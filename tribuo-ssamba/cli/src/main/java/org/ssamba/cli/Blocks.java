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
package org.ssamba.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.logging.Logger;
import org.ssamba.work.Work;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkReport;

/** Long lists of files, some at a time, as one piece of work to whoever watches. */
final class Blocks {
    private static final Logger logger = Logger.getLogger(Blocks.class.getName());

    /** Results are written after so many files, so that a long run can be watched. */
    static final int MANY = 64;

    private Blocks() {}

    /** What is done with some files; gives how many of them could be used. */
    interface Body {
        int run(List<ClipArguments.Clip> block) throws IOException;
    }

    /** How many files could be used, at least one. */
    static int run(List<ClipArguments.Clip> clips, int size, Body body) throws IOException {
        try {
            return WorkReport.of(
                    clips.size() > MANY ? WorkListener.standard() : WorkListener.SILENT,
                    Work.onEach(Work.PREDICTION, clips.size()),
                    0,
                    report -> {
                        int done = 0;
                        for (int first = 0; first < clips.size(); first += size) {
                            int end = Math.min(clips.size(), first + size);
                            try {
                                done += body.run(clips.subList(first, end));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                            report.progress(end);
                        }
                        return any(done, clips);
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Ends a command that could use none of its files, before it has written anything. */
    static int any(int done, List<ClipArguments.Clip> clips) {
        if (done == 0) {
            throw new IllegalArgumentException(
                    clips.size() == 1
                            ? "The file could not be read"
                            : "None of the " + clips.size() + " files could be read");
        }
        return done;
    }

    /** What a command ends with that could use so many of its files. */
    static int exitCode(int done, List<ClipArguments.Clip> clips) {
        if (done == clips.size()) {
            return ExitCode.DONE;
        }
        logger.warning((clips.size() - done) + " of " + clips.size() + " files were left out");
        return ExitCode.INCOMPLETE;
    }
}
