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
package org.ssamba.compute;

import com.sun.jna.Native;
import java.util.Optional;

/**
 * Whether native libraries can be called: JNA unpacks a small one of its own first, which fails
 * where no folder can be written, or where Java was started without native access. Tried once.
 */
public final class NativeAccess {
    private static final String MISSING = reason();

    private NativeAccess() {}

    /**
     * What is missing.
     *
     * @return why no native library can be called and how to change that; nothing if it can be.
     */
    public static Optional<String> missing() {
        return Optional.ofNullable(MISSING);
    }

    private static String reason() {
        try {
            // Reading it initialises the class, which loads the library.
            return Native.POINTER_SIZE > 0 ? null : "JNA does not know this platform";
        } catch (LinkageError e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            // Java 24 and later throw an IllegalCallerException.
            return root instanceof RuntimeException
                    ? "Java denies native access; start it with"
                            + " --enable-native-access=ALL-UNNAMED"
                    : "JNA cannot unpack and load its native part ("
                            + root.getMessage()
                            + "); set -Djna.tmpdir to a folder that can be written and whose"
                            + " files may be executed";
        }
    }
}
