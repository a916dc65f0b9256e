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
/**
 * The idioms of settings: values that are copied with a change ({@link
 * org.ssamba.settings.Settings}), and objects whose settings are given by name ({@link
 * org.ssamba.settings.Builder}); docs/design.md has the rules. Users meet what these classes give
 * to recipes and builders, not the classes themselves.
 *
 * <p>A part of several recipes belongs here. It does not import any other package of the library.
 */
package org.ssamba.settings;
