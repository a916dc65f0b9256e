/**
 * Matroska and WebM: elements, blocks, tracks.
 *
 * <p>Imports {@code decoding}, {@code aac} and {@code opus}, and of {@code org.ssamba.audio} the
 * exception alone. Not part of the API: only {@code org.ssamba.audio} and its rooms use this
 * package.
 */
package org.ssamba.audio.matroska;
