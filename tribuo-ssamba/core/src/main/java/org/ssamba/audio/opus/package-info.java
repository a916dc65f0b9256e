/**
 * Opus (RFC 6716) as containers hold it: the header and the codec. Concentus decodes the packets.
 *
 * <p>Imports {@code decoding}, and of {@code org.ssamba.audio} the exception alone. Not part of the
 * API: only {@code org.ssamba.audio} and its rooms use this package.
 */
package org.ssamba.audio.opus;
