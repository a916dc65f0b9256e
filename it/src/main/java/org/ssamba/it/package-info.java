/** Programs that run the library on real audio, and report what it reaches. */
package org.ssamba.it;
