package dev.holdfast.engine.ledger;

/// The journal or the catalog of this device does not take writes any more. What it acknowledged
/// stands; the device must be restarted, as a rule after its disk was looked at.
public final class LedgerException extends Exception {

    private static final long serialVersionUID = 1;

    public LedgerException(String what, Throwable cause) {
        super(what, cause);
    }
}
