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
package org.ssamba.pretraining;

import org.ssamba.training.RunCheckpoint;

/** A pretraining run has diverged and is not to go on. */
public final class DivergedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DivergedException(long step, String problem, RunCheckpoint checkpoint) {
        super(
                "Pretraining diverged: at step "
                        + step
                        + " "
                        + problem
                        + ". Lower the learning rate"
                        + (checkpoint == null
                                ? ", or let the recipe's onDivergence(RESTORE) do it"
                                : " and pretrain on from PretrainedEncoder.ofCheckpoint("
                                        + checkpoint.file()
                                        + "), or let the recipe's onDivergence(RESTORE) do it in a"
                                        + " new run"));
    }
}
