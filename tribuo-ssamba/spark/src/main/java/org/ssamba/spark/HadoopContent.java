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
package org.ssamba.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioContentProvider;
import org.ssamba.audio.AudioFormatException;

/**
 * A file of a file system that Hadoop knows: hdfs, s3a, abfs, gs. A small file is fetched as a
 * whole by one request.
 *
 * @param path absolute, with its scheme
 * @param configuration of the file system
 */
record HadoopContent(Path path, Configuration configuration) implements AudioContent {
    /** Fetched whole up to this size: ten seconds take less than two megabytes in any format. */
    private static final long WHOLE_BYTES = 16 << 20;

    /**
     * What others find: Java's file systems, archives, memory, and addresses that are downloaded.
     */
    private static final Set<String> OTHERS =
            Set.of("file", "jar", "tar", "memory", "http", "https");

    /** Finds files by URI, with the configuration of the Spark application. */
    public static final class Provider implements AudioContentProvider {
        /** For {@link java.util.ServiceLoader}. */
        public Provider() {}

        @Override
        public Optional<AudioContent> at(URI uri) {
            return uri.getScheme() == null || OTHERS.contains(uri.getScheme())
                    ? Optional.empty()
                    : of(new Path(uri), SparkHadoopUtil.get().conf());
        }
    }

    /**
     * A file, if Hadoop knows its scheme.
     *
     * @throws AudioFormatException if the file system's library is not on the class path
     */
    static Optional<AudioContent> of(Path path, Configuration configuration) {
        String scheme = path.toUri().getScheme();
        try {
            FileSystem.getFileSystemClass(scheme, configuration);
            return Optional.of(new HadoopContent(path, configuration));
        } catch (UnsupportedFileSystemException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            throw new AudioFormatException(
                    path.toString(),
                    "cannot be read: the file system of "
                            + scheme
                            + ": is not available ("
                            + e.getMessage()
                            + "). Give its library to Spark, as with --packages"
                            + " org.apache.hadoop:hadoop-aws for s3a",
                    e);
        }
    }

    @Override
    public URI uri() {
        return path.toUri();
    }

    @Override
    public SeekableByteChannel open() throws IOException {
        try {
            FileSystem files = path.getFileSystem(configuration);
            FileStatus status = status(files);
            FSDataInputStream stream = files.open(path);
            if (status.getLen() > WHOLE_BYTES) {
                return new HadoopChannel(stream, status.getLen());
            }
            try (stream) {
                byte[] bytes = new byte[(int) status.getLen()];
                stream.readFully(0, bytes);
                return AudioContent.of(bytes, uri()).open();
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public Version version() throws IOException {
        try {
            FileStatus status = status(path.getFileSystem(configuration));
            return new Version(status.getLen(), Instant.ofEpochMilli(status.getModificationTime()));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private FileStatus status(FileSystem files) throws IOException {
        FileStatus status = files.getFileStatus(path);
        if (status.isDirectory()) {
            throw new AudioFormatException(toString(), "is a folder, not an audio file");
        }
        return status;
    }

    private IOException failure(IOException e) {
        if (e instanceof FileNotFoundException) {
            NoSuchFileException missing = new NoSuchFileException(toString());
            missing.initCause(e);
            return missing;
        }
        return StorageException.of(toString(), e);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
