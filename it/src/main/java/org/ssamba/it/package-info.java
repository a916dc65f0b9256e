/** Programs that run the library on real audio and report the results. */
package org.ssamba.it;
