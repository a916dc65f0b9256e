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
package org.ssamba.download;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream that has been silent for too long: reading from Java's client has no timeout. */
final class Watchdog implements AutoCloseable {
    private final InputStream guarded;
    private final long patience;
    private final Thread thread = new Thread(this::watch, "ssamba-download-watchdog");

    private volatile long lastSign = System.nanoTime();
    private volatile boolean barked;

    Watchdog(InputStream guarded, Duration patience) {
        this.guarded = guarded;
        this.patience = patience.toNanos();
        thread.setDaemon(true);
        thread.start();
    }

    /** Something came. */
    void alive() {
        lastSign = System.nanoTime();
    }

    /** Whether it has closed the stream. */
    boolean hasBarked() {
        return barked;
    }

    private void watch() {
        try {
            for (long left = patience; left > 0; left = lastSign + patience - System.nanoTime()) {
                Thread.sleep(left / 1_000_000 + 1);
            }
            barked = true;
            guarded.close();
        } catch (InterruptedException | IOException e) {
            // The end of the watch, or of the stream.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
