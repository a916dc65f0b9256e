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
package org.ssamba.watch;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;

/**
 * A listener that writes the metrics of training as TensorBoard's event files: a folder for each
 * phase, or fold and phase, which TensorBoard shows as a run. The names are those of {@link
 * org.ssamba.work.MetricsFile}. A run that goes on adds a file, and TensorBoard drops the steps
 * that it takes again.
 *
 * <p>A file is a sequence of records: length, masked CRC-32C of the length, a message {@code
 * tensorflow.Event}, masked CRC-32C of the message. Of that message seven fields are written, so
 * that there is no dependency for them.
 */
public final class TensorBoardFiles implements WorkListener {
    // Numbers of fields: tensorflow/core/util/event.proto and framework/summary.proto.
    private static final int EVENT_WALL_TIME = 1;
    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int EVENT_SESSION_LOG = 7;
    private static final int SESSION_STATUS = 1;
    private static final int SESSION_START = 1;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE = 2;
    private static final String VERSION = "brain.Event:2";

    private static final int CRC_MASK = 0xa282ead8;
    private static final int CRC_ROTATION = 17;

    /** Keeps apart the files of one second. */
    private static final AtomicInteger FILES = new AtomicInteger();

    private final Path folder;
    private final Clock clock;
    private final Map<Work, OutputStream> open = new HashMap<>();

    /** Writes the fields of a message. */
    private interface Fields {
        void write(CodedOutputStream message) throws IOException;
    }

    /**
     * Event files in a folder.
     *
     * @param folder for {@code tensorboard --logdir}; made if it is missing.
     */
    public TensorBoardFiles(Path folder) {
        this(folder, Clock.systemUTC());
    }

    TensorBoardFiles(Path folder, Clock clock) {
        this.folder = Objects.requireNonNull(folder, "folder");
        this.clock = clock;
    }

    @Override
    public synchronized void on(Work work, WorkEvent event) {
        try {
            if (!event.metrics().isEmpty()) {
                OutputStream file = open.get(work);
                if (file == null) {
                    file = begin(work);
                    open.put(work, file);
                }
                scalars(file, event);
            } else if (event instanceof WorkEvent.Started started && started.pace().done() > 0) {
                OutputStream file = begin(work);
                open.put(work, file);
                restart(file, started.pace().done() + 1);
            } else if (event instanceof WorkEvent.Ended && open.containsKey(work)) {
                open.remove(work).close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Metrics could not be written to " + folder + ": " + e.getMessage(), e);
        }
    }

    private OutputStream begin(Work work) throws IOException {
        Path run = Files.createDirectories(folder.resolve(work.name().replace(' ', '-')));
        String name =
                "events.out.tfevents."
                        + clock.instant().getEpochSecond()
                        + ".ssamba."
                        + ProcessHandle.current().pid()
                        + "."
                        + FILES.getAndIncrement();
        OutputStream file = new FileOutputStream(run.resolve(name).toFile());
        event(file, 0, message -> message.writeString(EVENT_FILE_VERSION, VERSION));
        return file;
    }

    /** Lets TensorBoard drop what an earlier file has of this step and later ones. */
    private void restart(OutputStream file, long step) throws IOException {
        byte[] session = bytes(message -> message.writeEnum(SESSION_STATUS, SESSION_START));
        event(file, step, message -> message.writeByteArray(EVENT_SESSION_LOG, session));
    }

    private void scalars(OutputStream file, WorkEvent event) throws IOException {
        byte[] summary =
                bytes(
                        message -> {
                            for (Map.Entry<String, Double> metric : event.metrics().entrySet()) {
                                message.writeByteArray(SUMMARY_VALUE, value(metric));
                            }
                        });
        event(file, event.pace().done(), message -> message.writeByteArray(EVENT_SUMMARY, summary));
    }

    private static byte[] value(Map.Entry<String, Double> metric) throws IOException {
        return bytes(
                message -> {
                    message.writeString(VALUE_TAG, metric.getKey());
                    message.writeFloat(VALUE_SIMPLE, metric.getValue().floatValue());
                });
    }

    private void event(OutputStream file, long step, Fields what) throws IOException {
        Instant now = clock.instant();
        byte[] event =
                bytes(
                        message -> {
                            message.writeDouble(
                                    EVENT_WALL_TIME, now.getEpochSecond() + now.getNano() / 1e9);
                            if (step > 0) {
                                message.writeInt64(EVENT_STEP, step);
                            }
                            what.write(message);
                        });
        ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(event.length);
        head.putInt(masked(head.array(), Long.BYTES));
        ByteBuffer tail = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        tail.putInt(masked(event, event.length));
        // In one call: a process that is killed rarely leaves half a record.
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(head.array());
        record.write(event);
        record.write(tail.array());
        file.write(record.toByteArray());
    }

    private static byte[] bytes(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream message = CodedOutputStream.newInstance(bytes);
        fields.write(message);
        message.flush();
        return bytes.toByteArray();
    }

    private static int masked(byte[] data, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 32 - CRC_ROTATION) + CRC_MASK;
    }
}
