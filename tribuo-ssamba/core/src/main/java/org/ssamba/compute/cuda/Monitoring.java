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

/** Knows how busy GPUs are. */
interface Monitoring {
    /**
     * The share of the driver's last sampling period, a sixth of a second to a second, in which
     * anything was running on a GPU, of any process.
     *
     * @param busId the GPU's place on the PCI bus, such as 0000:3b:00.0.
     * @return 0 to 1; NaN if unknown.
     */
    double utilization(String busId);
}
