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
package org.ssamba.compute.cpu;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.NativeAccess;

/**
 * Chooses the library for matrix products: BLAS from libtorch, DJL's own product, or Java, in this
 * order; or the one (auto, blas, djl, java) that system property {@value #PROPERTY} names.
 */
final class MatrixProducts {
    static final String PROPERTY = "ssamba.cpu.product";

    private static final String OFFLINE = "ai.djl.offline";

    /** Names a folder with libtorch, to DJL. */
    private static final String ELSEWHERE = "PYTORCH_LIBRARY_PATH";

    private static final Logger logger = Logger.getLogger(MatrixProducts.class.getName());
    private static final Choice CHOICE = choose(System.getProperty(PROPERTY, "auto"));

    private MatrixProducts() {}

    /**
     * A product and why it was taken.
     *
     * @param product the product.
     * @param reason why nothing better was; empty for the best.
     */
    record Choice(MatrixProduct product, String reason) {}

    /** The choice of this process, made once: loading libtorch takes seconds and 452 MB. */
    static Choice chosen() {
        return CHOICE;
    }

    static Choice choose(String name) {
        return switch (name) {
            case "auto" -> best();
            case "blas" -> required(MatrixProducts::blas);
            case "djl" -> required(() -> new DjlProduct(engine()));
            case "java" -> new Choice(java(), "asked for by " + PROPERTY);
            default ->
                    throw new BackendException(
                            "Unknown matrix product \""
                                    + name
                                    + "\" in system property "
                                    + PROPERTY
                                    + "; it may be one of "
                                    + List.of("auto", "blas", "djl", "java"));
        };
    }

    private static Choice required(Supplier<MatrixProduct> product) {
        try {
            return new Choice(product.get(), "asked for by " + PROPERTY);
        } catch (RuntimeException | LinkageError e) {
            throw new BackendException(
                    "The matrix product that system property " + PROPERTY + " names cannot be used",
                    e);
        }
    }

    private static Choice best() {
        Choice choice = available();
        if (!choice.reason().isEmpty()) {
            logger.warning(
                    () ->
                            "Matrix products will be slower: using "
                                    + choice.product().name()
                                    + " because "
                                    + choice.reason());
        }
        return choice;
    }

    private static Choice available() {
        Optional<String> missing = NativeAccess.missing();
        if (missing.isPresent()) {
            return new Choice(java(), missing.get());
        }
        Engine engine;
        try {
            engine = engine();
        } catch (RuntimeException | LinkageError e) {
            // DJL reports a missing or broken library, or a full disk, in many ways.
            return new Choice(
                    java(),
                    "libtorch cannot be used: "
                            + rootMessage(e)
                            + (root(e) instanceof IOException
                                    ? "; set -DDJL_CACHE_DIR to a folder that can be written and"
                                            + " has 450 MB free"
                                    : ""));
        }
        try {
            return new Choice(blas(), "");
        } catch (LinkageError e) {
            return new Choice(
                    new DjlProduct(engine), "this libtorch exports no BLAS: " + rootMessage(e));
        }
    }

    private static MatrixProduct java() {
        return new JavaProduct(CpuMath.best());
    }

    private static MatrixProduct blas() {
        NativeAccess.missing()
                .ifPresent(
                        reason -> {
                            throw new BackendException(reason);
                        });
        Engine engine = engine();
        return BlasProduct.load(Path.of(LibUtils.getLibtorchPath()), engine.getVersion());
    }

    /** Loads PyTorch from the class path or where PYTORCH_LIBRARY_PATH says; never downloads. */
    private static Engine engine() {
        boolean elsewhere =
                System.getenv(ELSEWHERE) != null || System.getProperty(ELSEWHERE) != null;
        // Without the library no class of DJL is loaded: they log, of which SLF4J complains on
        // standard error in a program that has no provider for it.
        if (!elsewhere
                && (!isOnClassPath() || Platform.detectPlatform("pytorch").isPlaceholder())) {
            throw new BackendException(
                    "ai.djl.pytorch:pytorch-native-cpu for this platform is not on the class path");
        }
        Path cache = Utils.getEngineCacheDir("pytorch");
        if (!elsewhere && !Files.isDirectory(cache)) {
            logger.info(() -> "Unpacking libtorch (about 450 MB, once) under " + cache);
        }
        String offline = System.getProperty(OFFLINE);
        System.setProperty(OFFLINE, "true");
        try {
            return Engine.getEngine("PyTorch");
        } finally {
            // Only for this: the caller's own use of DJL may well download.
            if (offline == null) {
                System.clearProperty(OFFLINE);
            } else {
                System.setProperty(OFFLINE, offline);
            }
        }
    }

    private static boolean isOnClassPath() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return (loader == null ? MatrixProducts.class.getClassLoader() : loader)
                        .getResource("native/lib/pytorch.properties")
                != null;
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = root(thrown);
        // Of a file system's exception the message is only the path.
        return root instanceof LinkageError
                        || root instanceof IOException
                        || root.getMessage() == null
                ? root.toString()
                : root.getMessage();
    }
}
