/// The desktop face.
module dev.holdfast.gui {
    requires atlantafx.base;
    requires dev.holdfast.engine;
    requires io.nayuki.qrcodegen;
    requires java.logging;
    requires javafx.controls;
    requires static org.jspecify;
    requires org.kordamp.ikonli.javafx;
    requires org.kordamp.ikonli.materialdesign2;
    requires org.slf4j;
}
