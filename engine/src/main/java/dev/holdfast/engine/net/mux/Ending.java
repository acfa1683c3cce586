package dev.holdfast.engine.net.mux;

import dev.holdfast.engine.net.NetException;

/// Why a stream gives no more, or takes no more.
record Ending(NetException.Kind kind, String what) {

    NetException exception() {
        return new NetException(kind, what);
    }
}
