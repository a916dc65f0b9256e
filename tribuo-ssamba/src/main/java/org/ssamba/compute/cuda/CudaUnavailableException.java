package org.ssamba.compute.cuda;

import org.ssamba.compute.BackendException;

/**
 * The CUDA backend cannot be used on this machine: no driver, no library, or too old a card. The
 * message lists what was looked for, where, and what to do.
 */
public final class CudaUnavailableException extends BackendException {
    private static final long serialVersionUID = 1L;

    /**
     * A reason.
     *
     * @param message what is missing, where it was looked for, and what to do.
     */
    public CudaUnavailableException(String message) {
        super(message);
    }
}
