/**
 * FLAC in its own container (RFC 9639).
 *
 * <p>Imports {@code decoding}, and of {@code org.ssamba.audio} the exception alone. Not part of the
 * API: only {@code org.ssamba.audio} and its rooms use this package.
 */
package org.ssamba.audio.flac;
