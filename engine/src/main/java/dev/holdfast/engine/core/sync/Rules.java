package dev.holdfast.engine.core.sync;

import java.util.List;

/// How a folder is kept in step.
///
/// @param covers the places that are kept in step
/// @param foldsCase whether the folder's file system takes `A` and `a` for one name
/// @param answer what a person says to much changing at once
public record Rules(Mode mode, Coverage covers, boolean foldsCase, Answer answer) {

    /// What a person says when asked.
    public enum Answer {
        /// Nothing so far.
        NONE,
        /// It is meant.
        AGREED,
        /// It is not: what is gone or replaced is to come back.
        UNDO
    }

    /// Which way changes go.
    public enum Mode {
        BOTH,
        /// The folder is never changed.
        SEND,
        /// The volume is never changed.
        RECEIVE;

        boolean changesFolder() {
            return this != SEND;
        }

        boolean changesVolume() {
            return this != RECEIVE;
        }
    }

    /// Everything, both ways.
    public static final Rules BOTH_WAYS = new Rules(Mode.BOTH, Coverage.ALL, false, Answer.NONE);

    /// The same in a folder that is known now.
    ///
    /// @param alone what one of these leaves alone is
    public Rules in(boolean folding, List<IgnoreRules> alone) {
        return new Rules(mode, covers.leavingAlone(alone), foldsCase || folding, answer);
    }
}
