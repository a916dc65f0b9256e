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

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.TargetDataLine;

/** A microphone that records what a test says, 16 bits on one channel. */
public final class FakeLine {
    private final AudioFormat format;
    private final TargetDataLine line;

    private ByteBuffer recorded = ByteBuffer.allocate(0);
    private boolean reading;
    private boolean started;
    private boolean open = true;

    /** An open line. */
    public FakeLine(int rate) {
        format = new AudioFormat(rate, 16, 1, true, false);
        line =
                (TargetDataLine)
                        Proxy.newProxyInstance(
                                FakeLine.class.getClassLoader(),
                                new Class<?>[] {TargetDataLine.class},
                                (proxy, method, args) ->
                                        switch (method.getName()) {
                                            case "getFormat" -> format;
                                            case "isOpen" -> isOpen();
                                            case "start" -> set(true, open);
                                            case "stop" -> set(false, open);
                                            case "close" -> set(false, false);
                                            case "read" ->
                                                    read(
                                                            (byte[]) args[0],
                                                            (int) args[1],
                                                            (int) args[2]);
                                            default ->
                                                    throw new UnsupportedOperationException(
                                                            method.getName());
                                        });
    }

    /** A line that stops after some samples. */
    public static TargetDataLine recording(float[] samples, int rate) {
        FakeLine microphone = new FakeLine(rate);
        Thread speaker =
                new Thread(
                        () -> {
                            microphone.record(samples);
                            microphone.line().stop();
                        });
        speaker.setDaemon(true);
        speaker.start();
        return microphone.line();
    }

    /** The line. */
    public TargetDataLine line() {
        return line;
    }

    /** Whether it has not been closed. */
    public synchronized boolean isOpen() {
        return open;
    }

    private synchronized Object set(boolean nowStarted, boolean nowOpen) {
        started = nowStarted;
        open = nowOpen;
        notifyAll();
        return null;
    }

    /** Records samples, and returns when they have all been read, and the line is read again. */
    public synchronized void record(float... samples) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : samples) {
            bytes.putShort((short) (sample * 32768));
        }
        recorded = bytes.flip();
        notifyAll();
        while (open && (recorded.hasRemaining() || !reading)) {
            await();
        }
    }

    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized int read(byte[] bytes, int from, int count) {
        reading = true;
        notifyAll();
        while (started && !recorded.hasRemaining()) {
            await();
        }
        reading = false;
        int some = started ? Math.min(count, recorded.remaining()) : 0;
        recorded.get(bytes, from, some);
        return some;
    }
}
