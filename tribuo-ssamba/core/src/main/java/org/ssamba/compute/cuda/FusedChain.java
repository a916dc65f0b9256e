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

import java.util.Set;
import org.ssamba.compute.Tensor;

/** Operations that follow one another in a plan, and that fused kernels compute together. */
sealed interface FusedChain permits MixerChain, ScanBackwardChain, ConvolutionBackwardChain {
    /** What the operations touch and the fused kernels do not. */
    Set<Tensor> inner();
}
