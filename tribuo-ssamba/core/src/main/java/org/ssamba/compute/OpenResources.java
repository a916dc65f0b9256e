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
package org.ssamba.compute;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What a backend has handed out: closed with it, programs before the memory that they run on. Does
 * not keep alive what its owners have forgotten.
 */
public final class OpenResources implements AutoCloseable {
    private final Set<Program> programs = Collections.newSetFromMap(new WeakHashMap<>());
    private final Set<ModelMemory> memories = Collections.newSetFromMap(new WeakHashMap<>());

    /** Nothing is open. */
    public OpenResources() {}

    /**
     * Notes a program.
     *
     * @param program just compiled.
     * @return the same.
     */
    public synchronized Program add(Program program) {
        programs.add(program);
        return program;
    }

    /**
     * Notes memory.
     *
     * @param memory just allocated.
     * @return the same.
     */
    public synchronized ModelMemory add(ModelMemory memory) {
        memories.add(memory);
        return memory;
    }

    /** Closes everything that is still open; what is closed already stays so. */
    @Override
    public synchronized void close() {
        List.copyOf(programs).forEach(Program::close);
        List.copyOf(memories).forEach(ModelMemory::close);
    }
}
