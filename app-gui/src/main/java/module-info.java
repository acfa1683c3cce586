/// The desktop face.
module dev.holdfast.gui {
    requires static org.jspecify;
}
