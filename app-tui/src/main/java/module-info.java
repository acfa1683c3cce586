/// The terminal face.
module dev.holdfast.tui {
    requires com.google.gson;
    requires dev.holdfast.engine;
    requires info.picocli;
    requires java.logging;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires static org.jspecify;
    requires org.slf4j;

    exports dev.holdfast.tui to
            java.logging;
}
