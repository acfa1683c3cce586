package dev.holdfast.engine.api;

/// What an examination of a device's home found, by its consequence.
public sealed interface Finding {

    /// What was looked at, in a word.
    String check();

    /// What was found, in one sentence.
    String what();

    /// As it should be.
    record Sound(String check, String what) implements Finding {}

    /// Something could not be looked at now; that is no fault.
    record Unseen(String check, String what) implements Finding {}

    /// Not as it should be.
    sealed interface Fault extends Finding {

        /// What to do now, in one sentence that begins with a verb.
        String remedy();

        /// Who can do it.
        Means means();
    }

    /// Holdfast works, but not as well as it could.
    record Hindered(String check, String what, String remedy, Means means) implements Fault {}

    /// Holdfast does not start like this.
    record Halted(String check, String what, String remedy, Means means) implements Fault {}

    /// Others can read what is for the device's person alone.
    record Exposed(String check, String what, String remedy, Means means) implements Fault {}

    /// Copies or names that are kept here may be lost.
    record Endangered(String check, String what, String remedy, Means means) implements Fault {}

    /// By what a fault can be mended.
    enum Means {
        /// `doctor --fix`: nothing that is kept here changes by it.
        FIX,
        /// `doctor --rebuild`: what is kept here is made anew from what can still be read.
        REBUILD,
        /// Something that only a person can do or decide.
        PERSON
    }

    /// How thorough an examination is, and what is done about what it finds.
    ///
    /// @param deep whether everything in the packs is read
    /// @param fix whether to mend what [Means#FIX] can
    /// @param rebuild whether to make first anew what [Means#REBUILD] can; nobody may have the home
    ///   open then
    record Care(boolean deep, boolean fix, boolean rebuild) {

        /// Only look.
        public static final Care LOOK = new Care(false, false, false);
    }

    /// A finding, and what was done about it.
    record Treated(Finding finding, Treatment treatment) {

        /// Whether this is as it should be now.
        public boolean isSound() {
            return !(finding instanceof Fault) || treatment instanceof Mended;
        }
    }

    /// What was done about a finding.
    sealed interface Treatment {}

    /// Nothing, and nothing was to be done.
    record Untouched() implements Treatment {}

    /// It is as it should be again.
    ///
    /// @param how in one sentence
    record Mended(String how) implements Treatment {}

    /// It is as it was.
    ///
    /// @param why in words that follow "because"
    record Left(String why) implements Treatment {}
}
