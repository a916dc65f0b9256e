/**
 * Model cards in the schema of Tribuo's module {@code tribuo-interop-modelcard}, version 1.0, for
 * any Tribuo model: {@link org.ssamba.modelcard.ModelCard}. That module is not published, so the
 * cards are written here; its readers can read them.
 */
package org.ssamba.modelcard;
