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
package org.ssamba.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The bytes of each small clip whose name ends in one of these ways. */
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(SmallClips.Provider.class)
@interface SmallClips {
    /** Endings with their point. */
    String[] value();

    /** Reads them. */
    final class Provider implements ArgumentsProvider, AnnotationConsumer<SmallClips> {
        private String[] endings;

        @Override
        public void accept(SmallClips clips) {
            endings = clips.value();
        }

        @Override
        public Stream<Arguments> provideArguments(
                ParameterDeclarations parameters, ExtensionContext test) throws IOException {
            return TestClips.small().stream()
                    .map(TestClips.Recorded::file)
                    .filter(name -> Stream.of(endings).anyMatch(name::endsWith))
                    .map(name -> Arguments.of((Object) bytes(TestClips.path("clips/" + name))));
        }

        private static byte[] bytes(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
