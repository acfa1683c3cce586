/// The terminal face.
module dev.holdfast.tui {
    requires com.google.gson;
    requires dev.holdfast.engine;
    requires info.picocli;
    requires java.logging;
    requires static org.jspecify;
    requires org.slf4j;

    opens dev.holdfast.tui.command to
            info.picocli;
    opens dev.holdfast.tui.demo to
            info.picocli;
    opens dev.holdfast.tui.manual to
            info.picocli;
}
