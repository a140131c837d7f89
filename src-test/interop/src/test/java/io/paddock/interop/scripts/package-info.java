/**
 * The scripts of {@code bin} as an operator meets them: a copy of the packed distribution, real processes, what they print
 * and how they end. <b>Rules:</b> specification, operations 7 and 8.
 */
package io.paddock.interop.scripts;
