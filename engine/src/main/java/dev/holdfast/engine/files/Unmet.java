package dev.holdfast.engine.files;

/// Carries the refusal of a change through [Rooms.Names#write], whose changes throw nothing that is
/// checked: what they count on does not stand any more.
final class Unmet extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Place place;

    /// @param place where something else stands
    Unmet(Place place) {
        super(null, null, false, false);
        this.place = place;
    }

    Place place() {
        return place;
    }
}
