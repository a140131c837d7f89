/**
 * The history room: what clients were told, and whether that can be true of one copy of the data.
 *
 * <p>A test writes down in a {@link io.paddock.testsupport.history.History} what each client asked and what came back, with
 * the times of both. {@link io.paddock.testsupport.history.Linearizability} looks for an order of all operations that explains
 * every answer. It knows nothing of servers: a run in the simulator and one against processes are judged alike.
 *
 * <p><b>Uses:</b> nothing. <b>Rules:</b> specification, quorum hazards, S10 and S14: writes, and reads behind a sync, are
 * linearizable; a plain read may be late, and is in order within its session.
 */
package io.paddock.testsupport.history;
