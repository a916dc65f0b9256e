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
package org.ssamba.display;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * The notebook of the JJava kernel that runs this code. The kernel's classes are found by name,
 * because the kernel brings them and the library must not.
 */
final class JJavaScreen implements Screen {
    private static final String PACKAGE = "org.dflib.jjava.jupyter.kernel.";

    private final Object kernel;
    private final Class<?> dataType;
    private final Method putData;
    private final Method display;

    private JJavaScreen(Object kernel, Class<?> kernelType, Class<?> dataType)
            throws NoSuchMethodException {
        this.kernel = kernel;
        this.dataType = dataType;
        this.putData = dataType.getMethod("putData", String.class, Object.class);
        this.display = kernelType.getMethod("display", dataType);
    }

    /**
     * The notebook, if there is one.
     *
     * @throws IllegalStateException if there is a kernel, but not as it was known here
     */
    static Optional<Screen> find() {
        try {
            ClassLoader loader = JJavaScreen.class.getClassLoader();
            Class<?> kernelType = Class.forName(PACKAGE + "BaseKernel", true, loader);
            Object kernel = running(kernelType);
            return kernel == null
                    ? Optional.empty()
                    : Optional.of(
                            new JJavaScreen(
                                    kernel,
                                    kernelType,
                                    Class.forName(PACKAGE + "display.DisplayData", true, loader)));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw unknown(e);
        }
    }

    /** The kernel of this process, or null: it complains if there is none. */
    private static Object running(Class<?> kernelType) throws ReflectiveOperationException {
        try {
            return kernelType.getMethod("notebookKernel").invoke(null);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof NullPointerException) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public void show(Item item) {
        try {
            Object data = dataType.getConstructor().newInstance();
            putData.invoke(data, item.mimeType(), item.content());
            putData.invoke(data, "text/plain", item.text());
            display.invoke(kernel, data);
        } catch (ReflectiveOperationException e) {
            throw unknown(e);
        }
    }

    private static IllegalStateException unknown(ReflectiveOperationException e) {
        return new IllegalStateException(
                "This JJava kernel differs from the one known here (1.0): " + e, e);
    }
}
