package dev.holdfast.tui.render;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Standard output, of which it is remembered that something could not be written: who prints goes
/// on unheard. Safe for many threads as far as what is below is.
public final class Outlet extends OutputStream {

    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final OutputStream below;
    private final BooleanSupplier isPipe;
    private volatile @Nullable IOException failure;

    /// @param isPipe whether a process reads it, which may end when it has read enough
    public Outlet(OutputStream below, BooleanSupplier isPipe) {
        this.below = below;
        this.isPipe = isPipe;
    }

    /// Whether standard output is a pipe or a socket, as far as the system tells.
    public static boolean isPipe() {
        try {
            return Files.getAttribute(Path.of("/dev/fd/1"), "unix:mode") instanceof Integer mode
                    && ((mode & KIND) == PIPE || (mode & KIND) == SOCKET);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /// Why a part of the answer was lost; empty when none was, or when who reads it wanted no more.
    public Optional<String> lost() {
        var why = failure;
        return why == null || UnheardException.isBehind(why)
                ? Optional.empty()
                : Optional.of(String.valueOf(why.getMessage()));
    }

    private IOException named(IOException failure) {
        var said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return said.contains("pipe") || isPipe.getAsBoolean()
                ? new UnheardException(failure)
                : failure;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        try {
            below.write(bytes, from, count);
        } catch (IOException e) {
            var named = named(e);
            failure = named;
            throw named;
        }
    }

    @Override
    public void flush() throws IOException {
        below.flush();
    }

    @Override
    public void close() throws IOException {
        below.close();
    }
}
