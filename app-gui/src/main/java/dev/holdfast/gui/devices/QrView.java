package dev.holdfast.gui.devices;

import static dev.holdfast.gui.words.Words.say;

import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;

import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;

import java.util.Locale;

/// A code as a square for a camera. Dark on light in every look, for that is what cameras read.
final class QrView extends StackPane {

    /// Modules of white that the standard wants on each side.
    private static final int QUIET = 4;

    /// The square grows to at most this, px.
    private static final int SIDE_MAX = 250;

    QrView(String code) {
        // Capitals are a mode of their own in which a letter takes five and a half bits.
        var segments = QrSegment.makeSegments(code.toUpperCase(Locale.ROOT));
        var square = QrCode.encodeSegments(segments, QrCode.Ecc.LOW);
        int module = Math.max(1, SIDE_MAX / (square.size + 2 * QUIET));
        int side = module * (square.size + 2 * QUIET);
        var path = new SVGPath();
        path.setContent(path(square, module));
        setMinSize(side, side);
        setMaxSize(side, side);
        setAccessibleText(say("invite.qr"));
        getStyleClass().add("qr");
        setId("qr");
        getChildren().add(path);
    }

    /// Each dark module as a square `module` wide, those side by side as one.
    static String path(QrCode code, int module) {
        var path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            int x = 0;
            while (x < code.size) {
                int from = x;
                // Outside the square there is light, so a run ends at its edge.
                while (code.getModule(x, y)) {
                    x++;
                }
                if (x > from) {
                    path.append(
                            "M%d %dh%dv%dh%dz"
                                    .formatted(
                                            from * module,
                                            y * module,
                                            (x - from) * module,
                                            module,
                                            (from - x) * module));
                }
                x++;
            }
        }
        return path.toString();
    }
}
