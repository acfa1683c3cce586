package dev.holdfast.engine.crypto.bc;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

import java.security.GeneralSecurityException;
import java.security.Security;

/// Runs the tests of a process on native hashes and ciphers if the property [#PROPERTY] says
/// `native`, else on those of the platform.
public final class ChosenAlgorithms implements LauncherSessionListener {

    static final String PROPERTY = "algorithms";

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (areNative()) {
            try {
                Security.insertProviderAt(NativeAlgorithms.find(), 1);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static boolean areNative() {
        return System.getProperty(PROPERTY, "").equals("native");
    }
}
