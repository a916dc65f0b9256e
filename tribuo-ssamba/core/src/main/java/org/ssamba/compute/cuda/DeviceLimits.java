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
package org.ssamba.compute.cuda;

/**
 * What the choice and the geometry of launches depend on.
 *
 * @param capability the compute capability, ten times major plus minor: 90 for a Hopper GPU.
 * @param multiprocessors how many the device has.
 * @param sharedBytes the most dynamic shared memory a block may ask for.
 */
record DeviceLimits(int capability, int multiprocessors, int sharedBytes) {}
