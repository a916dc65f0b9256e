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
package org.ssamba.data;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioContentProvider;
import org.ssamba.audio.CountedChannel;

/**
 * The files of the machine through a file system of its own that counts openings and the bytes
 * read. Its URIs have the scheme {@code counted}, which is installed as a provider of audio.
 */
public final class CountedFiles extends FileSystem {
    private static final String SCHEME = "counted";
    private static final CountedFiles FILES = new CountedFiles();
    public static final AtomicLong OPENED = new AtomicLong();
    static final AtomicLong READ = new AtomicLong();
    private static final List<SeekableByteChannel> CHANNELS = new CopyOnWriteArrayList<>();

    /** How many files are open. */
    static long open() {
        return CHANNELS.stream().filter(SeekableByteChannel::isOpen).count();
    }

    private final FileSystemProvider provider = new CountingProvider();

    private CountedFiles() {}

    /** Finds audio by counted URIs. */
    public static final class Provider implements AudioContentProvider {
        @Override
        public Optional<AudioContent> at(URI uri) {
            return SCHEME.equals(uri.getScheme())
                    ? Optional.of(AudioContent.of(FILES.provider.getPath(uri)))
                    : Optional.empty();
        }
    }

    /** A file or folder of the machine, counted. */
    public static Path counted(Path path) {
        return (Path)
                Proxy.newProxyInstance(
                        CountedFiles.class.getClassLoader(),
                        new Class<?>[] {Path.class, Wrapper.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "wrapped" -> path;
                                    case "getFileSystem" -> FILES;
                                    case "toUri" ->
                                            URI.create(SCHEME + ":" + path.toUri().getRawPath());
                                    case "iterator" -> counted(path.iterator());
                                    default -> call(path, method, arguments);
                                });
    }

    /** A counted path's own. */
    private interface Wrapper {
        Path wrapped();
    }

    private static Object call(Path path, Method method, Object[] arguments) throws Throwable {
        Object[] own =
                arguments == null
                        ? null
                        : Arrays.stream(arguments)
                                .map(a -> a instanceof Wrapper w ? w.wrapped() : a)
                                .toArray();
        try {
            Object result = method.invoke(path, own);
            return result instanceof Path other ? counted(other) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Iterator<Path> counted(Iterator<Path> paths) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return paths.hasNext();
            }

            @Override
            public Path next() {
                return counted(paths.next());
            }
        };
    }

    private static Path wrapped(Path path) {
        return ((Wrapper) path).wrapped();
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(String first, String... more) {
        return counted(Path.of(first, more));
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }

    /** Passes reading on to the machine's file system. */
    private static final class CountingProvider extends FileSystemProvider {
        @Override
        public String getScheme() {
            return SCHEME;
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return FILES;
        }

        @Override
        public Path getPath(URI uri) {
            return counted(Path.of(URI.create("file:" + uri.getRawPath())));
        }

        private static FileSystemProvider of(Path path) {
            return wrapped(path).getFileSystem().provider();
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            OPENED.incrementAndGet();
            SeekableByteChannel channel =
                    new CountedChannel(
                            of(path).newByteChannel(wrapped(path), options, attributes),
                            READ::addAndGet);
            CHANNELS.add(channel);
            return channel;
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(
                Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
            DirectoryStream<Path> all = of(path).newDirectoryStream(wrapped(path), any -> true);
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    return counted(all.iterator());
                }

                @Override
                public void close() throws IOException {
                    all.close();
                }
            };
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(
                Path path, Class<A> type, LinkOption... options) throws IOException {
            return of(path).readAttributes(wrapped(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(
                Path path, String attributes, LinkOption... options) throws IOException {
            return of(path).readAttributes(wrapped(path), attributes, options);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(
                Path path, Class<V> type, LinkOption... options) {
            return of(path).getFileAttributeView(wrapped(path), type, options);
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            of(path).checkAccess(wrapped(path), modes);
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return of(path).isSameFile(wrapped(path), wrapped(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return of(path).isHidden(wrapped(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return of(path).getFileStore(wrapped(path));
        }

        @Override
        public void createDirectory(Path path, FileAttribute<?>... attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(Path path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
            throw new UnsupportedOperationException();
        }
    }
}
