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
package org.ssamba.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import javax.sound.sampled.TargetDataLine;

/**
 * What a microphone records. A thread of its own reads the line, whose buffer holds only a fraction
 * of a second, so that nothing is lost while the reader is busy. If the reader stays away for a
 * minute, what has waited is dropped and counted: memory is bounded.
 */
final class LineInput extends InputStream {
    private static final int HELD_SECONDS = 60;

    /** Bytes a second divided by this are read from the line at once. */
    private static final int READS_A_SECOND = 50;

    private final TargetDataLine line;
    private final int frameBytes;

    /** Used as a ring: the byte at a position of the stream is at its remainder. */
    private final byte[] held;

    private long written;
    private long taken;
    private long lost;
    private boolean ended;
    private RuntimeException failure;

    /**
     * Starts the line and the thread that reads it.
     *
     * @throws IllegalStateException if the line is not open
     */
    LineInput(TargetDataLine line) {
        if (!line.isOpen()) {
            throw new IllegalStateException(
                    "The line is not open: call line.open(format) first, with the format to"
                            + " record in");
        }
        this.line = line;
        this.frameBytes = line.getFormat().getFrameSize();
        int rate = Math.round(line.getFormat().getFrameRate());
        this.held = new byte[Math.multiplyExact(frameBytes, HELD_SECONDS * rate)];
        byte[] piece = new byte[frameBytes * Math.max(1, rate / READS_A_SECOND)];
        line.start();
        Thread reader = new Thread(() -> record(piece), "ssamba microphone");
        reader.setDaemon(true);
        reader.start();
    }

    private void record(byte[] piece) {
        try {
            int count = line.read(piece, 0, piece.length);
            while (count > 0) { // A line that is stopped or closed gives 0.
                add(piece, count);
                count = line.read(piece, 0, piece.length);
            }
            end(null);
        } catch (RuntimeException e) { // Told to the reader, on its own thread.
            end(e);
        }
    }

    private synchronized void add(byte[] piece, int count) {
        if (written + count - taken > held.length) {
            lost += written - taken;
            taken = written;
        }
        for (int i = 0; i < count; i++) {
            held[(int) (written++ % held.length)] = piece[i];
        }
        notifyAll();
    }

    private synchronized void end(RuntimeException cause) {
        failure = cause;
        ended = true;
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] bytes, int from, int count) throws IOException {
        try {
            while (taken == written && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
        if (failure != null) {
            throw new IOException("the line failed: " + failure, failure);
        }
        int some = (int) Math.min(count, written - taken);
        for (int i = 0; i < some; i++) {
            bytes[from + i] = held[(int) (taken++ % held.length)];
        }
        return some == 0 && count > 0 ? -1 : some;
    }

    @Override
    public synchronized int available() {
        return (int) (written - taken);
    }

    /** How many frames wait to be read. */
    int waiting() {
        return available() / frameBytes;
    }

    /** How many frames were dropped since this was asked last. */
    synchronized long takeLost() {
        long frames = lost / frameBytes;
        lost = 0;
        return frames;
    }

    /** Stops and closes the line; its thread ends. */
    @Override
    public void close() {
        line.stop();
        line.close();
    }
}
