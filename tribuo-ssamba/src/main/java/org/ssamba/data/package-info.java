/**
 * Corpora, manifests and data sources; examples that refer to audio; caches of spectrograms.
 *
 * <p>An example does not hold audio. It holds an {@link org.ssamba.data.AudioReference}, as String
 * metadata: which file, which part of it, and the SHA-256 of the file's bytes. A {@link
 * org.ssamba.data.SpectrogramSource} turns references into log-mel spectrograms when a trainer or a
 * model asks for them, so that a data set may be far larger than memory.
 *
 * <p>Labelled clips come from {@link org.ssamba.data.AudioDirectoryDataSource} or {@link
 * org.ssamba.data.AudioManifestDataSource}, unlabelled ones from an {@link
 * org.ssamba.data.AudioCorpus}.
 */
package org.ssamba.data;
