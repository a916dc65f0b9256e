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
package org.ssamba.datasets;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.property.ListProperty;
import com.oracle.labs.mlrg.olcut.config.property.SimpleProperty;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A configuration with an experiment, and the settings that a run changes. */
final class RecipeFile {
    private static final Path FOLDER = Path.of("datasets-config");

    /** A comma separates settings, a vertical bar labels. */
    private static final String ITEM_SEPARATOR = ";";

    private final Path file;
    private final Map<String, String> changes = new TreeMap<>();

    /**
     * Finds a recipe.
     *
     * @param name the configuration's path, or its name in {@code datasets-config} without .xml.
     */
    RecipeFile(String name) {
        Path named = FOLDER.resolve(name + ".xml");
        Path path = Path.of(name);
        if (Files.isRegularFile(path)) {
            file = path;
        } else if (Files.isRegularFile(named)) {
            file = named;
        } else {
            throw new IllegalArgumentException(
                    "There is no recipe "
                            + name
                            + ": neither "
                            + path
                            + " nor "
                            + named
                            + " is a file");
        }
    }

    Path file() {
        return file;
    }

    /** The name of the file without its extension. */
    String name() {
        return file.getFileName().toString().replaceFirst("\\.xml$", "");
    }

    /**
     * Changes a setting.
     *
     * @param setting component.property
     * @param value as it would be written in the file; items of a list are separated by semicolons.
     */
    void change(String setting, String value) {
        if (!setting.matches("[^.]+\\.[^.]+")) {
            throw new IllegalArgumentException(
                    "'" + setting + "' is no setting; settings are component.property=value");
        }
        changes.put(setting, value);
    }

    /** Settings that differ from the file. */
    Map<String, String> changes() {
        return changes;
    }

    /**
     * Builds a new experiment.
     *
     * @param encoder the file of the encoder that training starts from.
     */
    Experiment experiment(Path encoder) {
        ConfigurationManager manager = new ConfigurationManager(file.toString());
        manager.setGlobalProperty("encoder", encoder.toString());
        changes.forEach(
                (setting, value) -> {
                    int point = setting.indexOf('.');
                    String component = setting.substring(0, point);
                    if (!manager.containsConfigurable(component)) {
                        throw new IllegalArgumentException(
                                file
                                        + " has no component named "
                                        + component
                                        + ", so that "
                                        + setting
                                        + " cannot be "
                                        + value);
                    }
                    String property = setting.substring(point + 1);
                    manager.overrideConfigurableProperty(
                            component,
                            property,
                            isList(manager, component, property)
                                    ? items(value)
                                    : new SimpleProperty(value));
                });
        if (!manager.containsConfigurable("experiment")) {
            throw new IllegalArgumentException(file + " has no component named experiment");
        }
        return (Experiment) manager.lookup("experiment");
    }

    private static ListProperty items(String value) {
        return ListProperty.createFromStringList(
                value.isEmpty() ? List.of() : List.of(value.split(ITEM_SEPARATOR, -1)));
    }

    /** On its command line, OLCUT accepts only single values. */
    private static boolean isList(ConfigurationManager manager, String component, String property) {
        String name = manager.getConfigurationData(component).orElseThrow().getClassName();
        try {
            for (Class<?> type = Class.forName(name); type != null; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (field.getName().equals(property)) {
                        return field.getType().isArray()
                                || Collection.class.isAssignableFrom(field.getType());
                    }
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "Component " + component + " is of a class that is not there: " + name, e);
        }
        return false;
    }
}
