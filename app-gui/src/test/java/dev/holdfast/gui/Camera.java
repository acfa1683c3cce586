package dev.holdfast.gui;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;

import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;

/// The camera of another machine, with a reader of squares that is not ours. It finds no square in
/// one upright picture of two hundred, whatever is around it, and finds it when the camera is
/// turned.
final class Camera {

    private static final int QUARTERS = 4;

    private Camera() {}

    /// What the one QR square in a picture says.
    static String reads(Image picture) {
        int width = (int) picture.getWidth();
        int height = (int) picture.getHeight();
        var pixels = new int[width * height];
        var format = PixelFormat.getIntArgbInstance();
        picture.getPixelReader().getPixels(0, 0, width, height, format, pixels, 0, width);
        var failed = new AssertionError("no square can be read");
        for (int turn = 0; turn < QUARTERS; turn++) {
            try {
                return read(new RGBLuminanceSource(width, height, pixels));
            } catch (ReaderException e) {
                failed.addSuppressed(e);
            }
            pixels = turned(pixels, width, height);
            int across = height;
            height = width;
            width = across;
        }
        throw failed;
    }

    private static String read(RGBLuminanceSource light) throws ReaderException {
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(light))).getText();
    }

    private static int[] turned(int[] pixels, int width, int height) {
        var turned = new int[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                turned[x * height + height - 1 - y] = pixels[y * width + x];
            }
        }
        return turned;
    }
}
