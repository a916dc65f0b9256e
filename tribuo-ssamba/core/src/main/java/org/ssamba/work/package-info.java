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
 * Long work: what it reports while it lasts, to whom, and the threads it runs on. Everything that
 * takes minutes or more (listing files, statistics, training, prediction of many clips) reports
 * start, progress and end to one {@link org.ssamba.work.WorkListener}; the display and the log are
 * listeners. Depends on no other package of this library.
 */
package org.ssamba.work;
