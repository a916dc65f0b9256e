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
package org.ssamba.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.logging.Logger;

/** Keeps other processes, and other runs of this one, from the states of a run. */
record CheckpointLock(FileChannel channel) {
    private static final Logger logger = Logger.getLogger(RunCheckpoint.class.getName());

    /**
     * Takes the lock.
     *
     * @throws IllegalStateException if another run holds it.
     */
    static CheckpointLock take(CheckpointFiles files) throws IOException {
        Path file = files.lock();
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new CheckpointLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            logger.fine("The lock is held by this process");
        } catch (IOException e) {
            // Some network file systems have no locks.
            logger.warning(() -> file + " cannot be locked: " + e.getMessage());
            return new CheckpointLock(channel);
        }
        channel.close();
        throw new IllegalStateException(
                "The checkpoint "
                        + files.newest()
                        + " is in use by another run; wait for it, or use another file");
    }
}
