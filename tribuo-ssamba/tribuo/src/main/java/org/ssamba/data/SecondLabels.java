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
package org.ssamba.data;

/** How a manifest gives one label for each second of a clip. */
public enum SecondLabels {
    /** One row a clip; its labels, one for each second, lie between label separators. */
    LISTED,
    /**
     * One row for each labelled range of a file, by start and duration; together they are one clip.
     * A second has the label of the range that its middle lies in.
     */
    RANGES
}
