/**
 * The words that client and server share: {@link Zxid}, {@link Path}, {@link Stat}, {@link Acl}, {@link CreateMode}, and
 * the two tables of the protocol, {@link OpCode} and {@link ErrorCode}.
 *
 * <p>Everything here is an immutable value and may be used by any thread. <b>Uses:</b> nothing but the JDK.
 */
package io.paddock.common;
