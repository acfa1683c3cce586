package dev.holdfast.engine.node;

import dev.holdfast.engine.api.Finding;
import dev.holdfast.engine.api.Finding.Means;

import java.util.Optional;

/// A finding, and what can be done about it here.
record Diagnosis(Finding finding, Optional<Cure> cure) {

    static Diagnosis sound(String check, String what) {
        return of(new Finding.Sound(check, what));
    }

    static Diagnosis unseen(String check, String what) {
        return of(new Finding.Unseen(check, what));
    }

    /// Something about which nothing can be done here.
    static Diagnosis of(Finding finding) {
        return new Diagnosis(finding, Optional.empty());
    }

    Diagnosis curedBy(Cure way) {
        return new Diagnosis(finding, Optional.of(way));
    }

    static Diagnosis hindered(String check, String what, String remedy, Means means) {
        return of(new Finding.Hindered(check, what, remedy, means));
    }

    static Diagnosis halted(String check, String what, String remedy, Means means) {
        return of(new Finding.Halted(check, what, remedy, means));
    }

    static Diagnosis exposed(String check, String what, String remedy, Means means) {
        return of(new Finding.Exposed(check, what, remedy, means));
    }

    static Diagnosis endangered(String check, String what, String remedy, Means means) {
        return of(new Finding.Endangered(check, what, remedy, means));
    }
}
