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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Builds an object of settings given by name; what is not set keeps the default of its field. A
 * builder can be used again: each object is built anew.
 *
 * @param <O> the object's class.
 * @param <B> the builder's own class.
 */
public abstract class Builder<O, B extends Builder<O, B>> {
    private final Supplier<? extends O> defaults;
    private final Consumer<? super O> check;
    private final List<Consumer<O>> settings = new ArrayList<>();

    /**
     * A builder without settings.
     *
     * @param defaults makes objects with the defaults of all fields.
     * @param check the object with its settings, and completes it.
     */
    protected Builder(Supplier<? extends O> defaults, Consumer<? super O> check) {
        this.defaults = defaults;
        this.check = check;
    }

    /**
     * Adds a setting.
     *
     * @param setting sets a field of the object.
     * @return this builder.
     */
    @SuppressWarnings("unchecked") // B is the class of this builder.
    protected final B set(Consumer<O> setting) {
        settings.add(setting);
        return (B) this;
    }

    /**
     * Builds the object.
     *
     * @return a new object, checked as one that is read from a configuration file.
     * @throws com.oracle.labs.mlrg.olcut.config.PropertyException naming the setting that is out of
     *     range or contradicts another.
     */
    public final O build() {
        O built = defaults.get();
        settings.forEach(setting -> setting.accept(built));
        check.accept(built);
        return built;
    }
}
