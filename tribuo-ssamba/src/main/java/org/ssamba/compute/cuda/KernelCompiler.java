package org.ssamba.compute.cuda;

import java.util.List;

/** Turns CUDA C into code for a card. Safe for use by several threads. */
interface KernelCompiler {
    /** The compiler's name and version, part of the key of the disk cache. */
    String version();

    /**
     * Compiles.
     *
     * @param name for messages.
     * @param source complete CUDA C.
     * @param options as NVRTC takes them.
     * @return a cubin.
     * @throws org.ssamba.compute.BackendException with the compiler's log if it does not compile.
     */
    byte[] compile(String name, String source, List<String> options);
}
