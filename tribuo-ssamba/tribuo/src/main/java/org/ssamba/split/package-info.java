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
 * What a run learns from and what it is judged by: examples, sequences and unlabelled clips as
 * clips with targets, some of them held out. Users touch {@link org.ssamba.split.HeldOut}.
 *
 * <p>Another way to hold clips out belongs here. It does not know networks or trainers: it takes
 * their numbers and a fitted head.
 */
package org.ssamba.split;
