package dev.holdfast.engine.core.routing;

/// With whom the devices of a pool keep standing sessions.
public enum Topology {
    /// A mesh while the pool has at most [#MESH_MAX] devices, a ring above.
    AUTO,
    /// Everybody with everybody.
    MESH,
    /// Each device with few others, as [Ring#peers] says; with the rest when there is need.
    RING;

    /// In a larger pool each device would have more sessions at once than it has use for.
    public static final int MESH_MAX = 32;

    /// Whether a pool of so many devices forms a ring.
    public boolean isRing(int devices) {
        return switch (this) {
            case AUTO -> devices > MESH_MAX;
            case MESH -> false;
            case RING -> true;
        };
    }
}
