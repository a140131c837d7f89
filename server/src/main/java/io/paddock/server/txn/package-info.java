/**
 * The transaction room: what a request turns into, and what that does to the tree.
 *
 * <p>{@link Prepare} makes a {@link Txn} of a {@link WriteRequest}, judged against the {@link Tip}: the tree plus what is
 * proposed and not yet applied. {@link Apply} carries a transaction out, live and in replay; {@link LoggedTxn} is the one
 * encoding that log and peers share.
 *
 * <p><b>Owner:</b> the replica thread. <b>Uses:</b> {@code tree}, {@code common}. <b>Rules:</b> server semantics,
 * sections 4 and 5; storage, sections 4.2, 4.3 and 5.5. <b>Invariants:</b> preparation depends on nothing but request,
 * tip, zxid and time; application on nothing but transaction and tree.
 */
package io.paddock.server.txn;
