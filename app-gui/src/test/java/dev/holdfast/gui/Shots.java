package dev.holdfast.gui;

import javafx.scene.image.Image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

/// Pictures of windows, below `target/shots`, to be looked at by people.
final class Shots {

    private static final Path FOLDER = Path.of("target", "shots");

    private Shots() {}

    static void save(Image shot, String name) {
        int width = (int) shot.getWidth();
        int height = (int) shot.getHeight();
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, shot.getPixelReader().getArgb(x, y));
            }
        }
        try {
            Files.createDirectories(FOLDER);
            ImageIO.write(image, "png", FOLDER.resolve(name + ".png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
