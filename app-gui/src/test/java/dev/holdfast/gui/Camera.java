package dev.holdfast.gui;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;

import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;

/// The camera of another machine, with a reader of squares that is not ours.
final class Camera {

    private Camera() {}

    /// What the one QR square in a picture says.
    static String reads(Image picture) {
        int width = (int) picture.getWidth();
        int height = (int) picture.getHeight();
        var pixels = new int[width * height];
        var format = PixelFormat.getIntArgbInstance();
        picture.getPixelReader().getPixels(0, 0, width, height, format, pixels, 0, width);
        var light = new HybridBinarizer(new RGBLuminanceSource(width, height, pixels));
        try {
            return new QRCodeReader().decode(new BinaryBitmap(light)).getText();
        } catch (ReaderException e) {
            throw new AssertionError("no square can be read", e);
        }
    }
}
