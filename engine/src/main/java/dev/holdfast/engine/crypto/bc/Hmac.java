package dev.holdfast.engine.crypto.bc;

import dev.holdfast.engine.core.hash.Hash;

import java.security.GeneralSecurityException;
import java.security.Key;

import javax.crypto.Mac;

/// HMAC-SHA256 (RFC 2104) under one key. Safe for many threads.
final class Hmac {

    /// Never fed: to copy it is cheaper than to look the algorithm up and take the key in again.
    private final Mac keyed;

    Hmac(Key key) {
        try {
            keyed = Mac.getInstance("HmacSHA256");
            keyed.init(key);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA256", e);
        }
    }

    Hash of(byte[] message) {
        try {
            return Hash.of(((Mac) keyed.clone()).doFinal(message));
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the platform's HMAC-SHA256 can be copied", e);
        }
    }
}
