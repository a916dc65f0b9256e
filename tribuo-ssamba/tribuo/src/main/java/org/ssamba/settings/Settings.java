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
package org.ssamba.settings;

import com.oracle.labs.mlrg.olcut.config.Configurable;
import java.util.function.Consumer;

/**
 * Settings as a value: they cannot be changed, only copied with a change. Copies share what the
 * fields refer to. A copy is checked when something is built of it, so that the order of changes
 * does not matter.
 */
public abstract class Settings implements Configurable, Cloneable {
    @Override
    public abstract void postConfig();

    /**
     * Copies settings with a change.
     *
     * @param <S> their class.
     * @param settings the settings, which stay as they are.
     * @param change sets fields of the copy.
     * @return the copy, not yet checked.
     */
    @SuppressWarnings("unchecked") // A clone has the class of its original.
    protected static <S extends Settings> S with(S settings, Consumer<S> change) {
        S copy;
        try {
            copy = (S) ((Settings) settings).clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("Settings can be cloned", e);
        }
        change.accept(copy);
        return copy;
    }
}
