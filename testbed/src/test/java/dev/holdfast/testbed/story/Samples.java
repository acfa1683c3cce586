package dev.holdfast.testbed.story;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

import javax.imageio.ImageIO;

/// Files to store, each the same whenever it is made again.
final class Samples {

    /// The size of the picture in the classic story.
    static final int PICTURE = 30_352;

    private static final int BLOCK = 1 << 16;

    private Samples() {}

    /// Bytes of chance from a seed.
    static Path random(Path file, long size, long seed) throws IOException {
        var chance = new SplittableRandom(seed);
        var block = new byte[BLOCK];
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), BLOCK)) {
            for (long left = size; left > 0; left -= Math.min(left, BLOCK)) {
                chance.nextBytes(block);
                out.write(block, 0, (int) Math.min(left, BLOCK));
            }
        }
        return file;
    }

    /// A picture that any viewer shows, of exactly [#PICTURE] bytes: a comment fills it up.
    static Path picture(Path file) throws IOException {
        var image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int wave = (int) (128 + 100 * Math.sin(x / 23.0) * Math.cos(y / 17.0));
                image.setRGB(x, y, new Color(wave / 2, wave, 255 - y).getRGB());
            }
        }
        var plain = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", plain);
        int fill = PICTURE - plain.size() - 2;
        var jpeg = plain.toByteArray();
        try (var out = Files.newOutputStream(file)) {
            out.write(jpeg, 0, 2);
            out.write(new byte[] {(byte) 0xff, (byte) 0xfe, (byte) (fill >> 8), (byte) fill});
            out.write(new byte[fill - 2]);
            out.write(jpeg, 2, jpeg.length - 2);
        }
        return file;
    }
}
