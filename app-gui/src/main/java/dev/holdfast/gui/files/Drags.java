package dev.holdfast.gui.files;

import javafx.scene.Node;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.TransferMode;

import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Drags that begin in this window and end in another.
final class Drags {

    private Drags() {}

    /// Lets a person drag a file out by `handle`.
    ///
    /// @param file asked when a drag begins; without a file there is none
    static void from(Node handle, Supplier<Optional<String>> file) {
        handle.setOnDragDetected(
                event -> {
                    file.get().ifPresent(path -> begin(handle, path));
                    event.consume();
                });
    }

    private static void begin(Node handle, String path) {
        var content = new ClipboardContent();
        content.putFiles(List.of(new File(path)));
        handle.startDragAndDrop(TransferMode.COPY).setContent(content);
    }
}
