/**
 * MP4, M4A, QuickTime and 3GP, whole and in fragments: boxes, tables of samples, edit lists.
 *
 * <p>Imports {@code decoding}, {@code aac} and {@code opus}, and of {@code org.ssamba.audio} the
 * exception alone. Not part of the API: only {@code org.ssamba.audio} and its rooms use this
 * package.
 */
package org.ssamba.audio.mp4;
