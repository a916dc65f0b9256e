/** What is predicted: how outputs become targets of the network and its scores predictions. */
package org.ssamba.head;
