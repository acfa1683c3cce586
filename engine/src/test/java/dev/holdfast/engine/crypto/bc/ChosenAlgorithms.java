package dev.holdfast.engine.crypto.bc;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.security.GeneralSecurityException;
import java.security.Security;

/// Runs the tests of a process on native hashes and ciphers if the property `algorithms` says
/// `native`, else on those of the platform.
public final class ChosenAlgorithms implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) throws GeneralSecurityException {
        if (areNative() && !(Security.getProviders()[0] instanceof NativeAlgorithms)) {
            Security.insertProviderAt(NativeAlgorithms.find(), 1);
        }
    }

    static boolean areNative() {
        return System.getProperty("algorithms", "").equals("native");
    }
}
