package dev.holdfast.engine.pairing;

import dev.holdfast.engine.core.canonical.MalformedException;
import dev.holdfast.engine.core.canonical.Mutants;
import dev.holdfast.engine.core.hash.Hash;
import dev.holdfast.engine.core.membership.PoolId;

import org.junit.jupiter.api.Test;

import java.util.List;

class LetterTest {

    @Test
    void whatever_is_in_a_letter_is_read_or_refused() throws Exception {
        var hash = new Hash(1, 2, 3, 4);
        var pages = List.of(new byte[] {1, 2, 3}, new byte[100]);
        var letters =
                List.of(
                        new Letter.Ask(hash, "bob", 1L << 40),
                        new Letter.Page(new PoolId(hash), pages, true),
                        new Letter.Places(pages));
        Mutants.tell(
                new Mutants.Subject(
                        "letter", bytes -> Letter.parse(bytes).toBytes(), MalformedException.class),
                letters.stream().map(Letter::toBytes).toList(),
                3_000,
                1);
    }
}
