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
package org.ssamba;

import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.training.SupervisedNetwork;

/** The network of a model: an encoder with a head, for whole clips or for seconds. */
interface ModelNetwork {
    /** The encoder's shape. */
    EncoderConfig config();

    /** The network for that shape. */
    SupervisedNetwork network();

    /** The same network for an encoder of another length. */
    SupervisedNetwork resized(EncoderConfig other);

    /** Where the weights lie. */
    default ParameterLayout layout() {
        return network().layout();
    }
}
