/**
 * The Ogg container, with Vorbis, which JOrbis decodes, and Opus in it.
 *
 * <p>Imports {@code decoding} and {@code opus}, and of {@code org.ssamba.audio} the exception
 * alone. Not part of the API: only {@code org.ssamba.audio} and its rooms use this package.
 */
package org.ssamba.audio.ogg;
