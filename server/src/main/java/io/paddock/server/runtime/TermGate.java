package io.paddock.server.runtime;

import io.paddock.server.session.ReadGate;
import java.util.function.BooleanSupplier;

/**
 * The gate as the clients of one term pass it. When the term has ended they see nothing any more, even before their loop
 * hears of the end: the tree may show what is not agreed upon by then (hazard H26). May be used by any thread.
 */
final class TermGate implements ReadGate {

    private final TreeGate gate;
    private final BooleanSupplier lasts;

    /** @param lasts whether the term has not ended; false before the tree is changed for another reason than its commits */
    TermGate(TreeGate gate, BooleanSupplier lasts) {
        this.gate = gate;
        this.lasts = lasts;
    }

    @Override
    public void enter() {
        gate.enter();
    }

    @Override
    public void leave() {
        gate.leave();
    }

    @Override
    public boolean isOpen() {
        return lasts.getAsBoolean();
    }
}
