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
 * Settings that cannot be changed, only copied with a change.
 *
 * @param <R> the recipe; its settings are numbers and other recipes, which copies may share.
 */
public abstract class Recipe<R extends Recipe<R>> implements Configurable, Cloneable {
    @Override
    public abstract void postConfig();

    /** A changed copy, checked. */
    @SuppressWarnings("unchecked") // The copy has the class of this recipe, which is R.
    protected final R with(Consumer<R> change) {
        R changed;
        try {
            changed = (R) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("A recipe can be cloned", e);
        }
        change.accept(changed);
        changed.postConfig();
        return changed;
    }
}
