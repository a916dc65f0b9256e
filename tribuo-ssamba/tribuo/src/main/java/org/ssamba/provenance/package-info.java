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
 * How a run came about, beside its configuration: its device and outcome, what it learned from, and
 * which of a trainer's random streams it used. Nothing here is for users, but for the names of the
 * facts, which stay.
 *
 * <p>Another fact of a run belongs here. It does not know trainers or models.
 */
package org.ssamba.provenance;
