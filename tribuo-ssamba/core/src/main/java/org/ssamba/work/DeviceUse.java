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
package org.ssamba.work;

/**
 * How much of its device a process uses.
 *
 * @param bytes of memory: of a GPU what its backend has taken of it; of the host what this process
 *     has in memory.
 * @param utilization from 0 to 1: of a GPU the share of the last moments in which it was busy, with
 *     the work of all processes; of the host the share of all processors that this process keeps
 *     busy. NaN where it is unknown.
 */
public record DeviceUse(long bytes, double utilization) {}
