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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.config.ConfigurationData;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.config.json.JsonConfigFactory;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.provenance.DataSourceProvenance;

/**
 * Constructor, provenance, XML and JSON build the same object: for every class of the library that
 * can be configured, found by looking.
 */
class ConfigurationTest {
    @TempDir static Path folder;
    private static Map<Class<? extends Configurable>, List<Configurable>> samples;

    @BeforeAll
    static void makeSamples() throws IOException {
        ConfigurationManager.addFileFormatFactory(new JsonConfigFactory());
        samples = ConfigurableSamples.over(folder);
    }

    static List<Class<? extends Configurable>> configurableClasses() {
        List<Class<? extends Configurable>> classes = new ArrayList<>();
        for (JavaClass type :
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.ssamba")) {
            if (type.isAssignableTo(Configurable.class)
                    && !type.isInterface()
                    && !type.isEquivalentTo(SSAMBAFeatureExtractor.class)
                    && !type.getModifiers().contains(JavaModifier.ABSTRACT)) {
                classes.add(type.reflect().asSubclass(Configurable.class));
            }
        }
        assertTrue(classes.size() >= 12, classes::toString);
        return classes;
    }

    private static List<Field> settings(Class<?> type) {
        return Stream.<Class<?>>iterate(type, c -> c != Object.class, Class::getSuperclass)
                .flatMap(declaring -> Stream.of(declaring.getDeclaredFields()))
                .filter(field -> field.isAnnotationPresent(Config.class))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("configurableClasses")
    void settingsAreDescribedAndCanBeSet(Class<? extends Configurable> type)
            throws ReflectiveOperationException {
        type.getDeclaredConstructor();
        for (Field field : settings(type)) {
            assertFalse(Modifier.isFinal(field.getModifiers()), () -> field + " is final");
            assertFalse(
                    field.getAnnotation(Config.class).description().isBlank(),
                    () -> field + " has no description");
        }
    }

    @ParameterizedTest
    @MethodSource("configurableClasses")
    void provenanceXmlAndJsonBuildTheSame(Class<? extends Configurable> type) throws IOException {
        for (Configurable sample : samples(type)) {
            assertRebuilt(sample, type);
        }
    }

    /** The class of that name in {@code org.ssamba} is there to say so. */
    @Test
    void theNameOfAnExtractorIn01IsRefusedWithTheNameToWrite() throws IOException {
        Path file = folder.resolve("extractor-0.1.xml");
        Files.writeString(
                file,
                """
                <config>
                  <component name="it" type="org.ssamba.SSAMBAFeatureExtractor">
                    <property name="encoderPath" value="encoder.ssamba"/>
                    <property name="embedding" value="MEAN"/>
                  </component>
                </config>
                """);
        ConfigurationManager manager = new ConfigurationManager(file.toString());
        PropertyException refused =
                assertThrows(PropertyException.class, () -> manager.lookup("it"));
        assertTrue(
                refused.getMessage().contains("org.ssamba.features.SSAMBAFeatureExtractor"),
                refused.getMessage());
    }

    private static void assertRebuilt(Configurable sample, Class<? extends Configurable> type)
            throws IOException {
        List<ConfigurationData> extracted = ProvenanceUtil.extractConfiguration(provenance(sample));
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(extracted);
        assertSameSettings(sample, only(manager, type));
        for (String extension : new String[] {"xml", "json"}) {
            Path file = folder.resolve(type.getSimpleName() + "." + extension);
            ConfigurationManager saving = new ConfigurationManager();
            saving.addConfiguration(extracted);
            saving.save(file.toFile(), true);
            assertSameSettings(sample, only(new ConfigurationManager(file.toString()), type));
        }
    }

    private static <C extends Configurable> C only(ConfigurationManager manager, Class<C> type) {
        List<C> found = manager.lookupAll(type);
        assertEquals(1, found.size(), () -> "objects of " + type);
        return found.get(0);
    }

    /** The registered samples, or one with all the defaults if nothing is mandatory. */
    private static List<Configurable> samples(Class<? extends Configurable> type)
            throws IOException {
        if (samples.containsKey(type)) {
            return samples.get(type);
        }
        assertTrue(
                settings(type).stream().noneMatch(f -> f.getAnnotation(Config.class).mandatory()),
                () -> type + " has mandatory settings: add an object to ConfigurableSamples");
        Path file = folder.resolve(type.getSimpleName() + "-defaults.xml");
        Files.writeString(
                file, "<config><component name='it' type='" + type.getName() + "'/></config>");
        return List.of(new ConfigurationManager(file.toString()).lookup("it"));
    }

    private static ConfiguredObjectProvenance provenance(Configurable object) {
        Object provenance = ((Provenancable<?>) object).getProvenance();
        return (ConfiguredObjectProvenance) provenance;
    }

    private static void assertSameSettings(Configurable expected, Configurable actual) {
        assertEquals(timeless(provenance(expected)), timeless(provenance(actual)));
        for (Field field : Stream.of(expected.getClass().getDeclaredFields()).toList()) {
            if (isPlain(field)) {
                assertEquals(
                        value(field, expected),
                        value(field, actual),
                        () -> field + " is not among the settings: it needs @Config");
            }
        }
    }

    /** Fields whose values can be compared; provenance knows nothing of those without @Config. */
    private static boolean isPlain(Field field) {
        Class<?> type = field.getType();
        return !Modifier.isStatic(field.getModifiers())
                && (type.isPrimitive()
                        || type.isEnum()
                        || type == String.class
                        || type == Path.class
                        || type == List.class);
    }

    private static Object value(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** A provenance as a map, but for when data sources were made. */
    private static Object timeless(Provenance provenance) {
        if (!(provenance instanceof ConfiguredObjectProvenance configured)) {
            return provenance;
        }
        Map<String, Object> values = new TreeMap<>();
        configured.getConfiguredParameters().forEach((name, v) -> values.put(name, timeless(v)));
        configured.getInstanceValues().forEach(values::put);
        values.remove(DataSourceProvenance.DATASOURCE_CREATION_TIME);
        values.put(ConfiguredObjectProvenance.CLASS_NAME, configured.getClassName());
        return values;
    }
}
