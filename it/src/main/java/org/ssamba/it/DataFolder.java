package org.ssamba.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the real audio lies: a folder with {@code manifest.csv}, described in docs/benchmarks.md. */
final class DataFolder {
    static final String PROPERTY = "ssamba.data";

    private DataFolder() {}

    /** The manifest, or nothing and one line that says so. */
    static Optional<Path> manifest() {
        String folder = System.getProperty(PROPERTY);
        if (folder == null) {
            System.out.println("Skipped: system property " + PROPERTY + " names no data folder");
            return Optional.empty();
        }
        Path manifest = Path.of(folder).toAbsolutePath().normalize().resolve("manifest.csv");
        if (!Files.isRegularFile(manifest)) {
            System.out.println("Skipped: there is no " + manifest + " (property " + PROPERTY + ")");
            return Optional.empty();
        }
        return Optional.of(manifest);
    }
}
