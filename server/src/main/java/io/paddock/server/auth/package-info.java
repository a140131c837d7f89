/**
 * The auth room: who a client is, and what that allows.
 *
 * <p>{@link AuthPackets} judges the auth packets of clients, {@link Identities} names those whom TLS or SASL has
 * authenticated, and {@link AccessRules} answers whether a list of identities may do something by a list of permissions.
 * Each scheme is one {@code Scheme}; {@code Schemes} holds those that {@link AuthOptions} turn on.
 *
 * <p><b>Owner:</b> none, everything is immutable and any thread may ask. <b>Uses:</b> {@code tree} (the interface that it
 * implements), {@code config}, {@code common}. <b>Rules:</b> client protocol, section 7; server semantics, section 8;
 * operations, section 3.4. <b>Secrets:</b> auth data and hashes appear in no message and no {@code toString}.
 */
package io.paddock.server.auth;
