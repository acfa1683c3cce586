package dev.holdfast.gui.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.nayuki.qrcodegen.QrCode;

import javafx.scene.shape.SVGPath;

import org.junit.jupiter.api.Test;

class QrViewTest {

    private static final int MODULE = 4;

    private final QrCode code = QrCode.encodeText("ABCDEFGH-IJKLMNOP", QrCode.Ecc.LOW);

    @Test
    void the_path_covers_the_dark_modules_and_no_others() {
        var path = new SVGPath();
        path.setContent(QrView.path(code, MODULE));
        for (int y = -1; y <= code.size; y++) {
            for (int x = -1; x <= code.size; x++) {
                double middleX = (x + 0.5) * MODULE;
                double middleY = (y + 0.5) * MODULE;
                assertThat(path.contains(middleX, middleY)).isEqualTo(code.getModule(x, y));
            }
        }
    }
}
