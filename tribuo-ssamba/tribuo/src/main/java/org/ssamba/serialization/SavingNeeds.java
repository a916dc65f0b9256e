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
package org.ssamba.serialization;

import com.google.protobuf.StringValue;
import java.util.Locale;
import org.tribuo.protos.ProtoUtil;

/** What saving needs of the process: checked before the first step, not after hours of training. */
public final class SavingNeeds {
    private SavingNeeds() {}

    /**
     * Checks what every file needs, an encoder's included.
     *
     * @throws IllegalStateException if this JVM cannot write protobuf messages, saying what to set.
     */
    public static void check() {
        try {
            // Protobuf fails at its first text, in the initialisation of a class.
            if (StringValue.of("é").toByteString().isEmpty()) {
                throw new AssertionError("A text has bytes");
            }
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "Nothing could be saved or loaded: protobuf needs sun.misc.Unsafe, which this"
                            + " JVM denies; start Java with --sun-misc-unsafe-memory-access=allow",
                    e);
        }
    }

    /**
     * Checks what Tribuo's models need, too.
     *
     * @throws IllegalStateException if models cannot be saved here, saying what to set.
     */
    public static void checkModels() {
        check();
        if (!ProtoUtil.generateMethodName("set", "info").equals("setInfo")) {
            throw new IllegalStateException(
                    "Tribuo cannot save models under the default locale "
                            + Locale.getDefault()
                            + ", whose capital of i is not I (docs/tribuo.md); start Java with"
                            + " -Duser.language=en, or call Locale.setDefault(Locale.ROOT) first");
        }
    }
}
