/// Every word that the terminal face says of its own.
///
/// **Purpose.** One file of sentences by their keys, which are read when the first is said, and one
/// of the words of help, which a command that does its work never reads.
///
/// **May use.** picocli, whose model of a command the words of help belong to.
///
/// **Used by.** Every room of the terminal face.
///
/// **Start reading at** `Words`; the sentences are in `words.properties`, those of help in
/// `help.properties`.
@NullMarked
package dev.holdfast.tui.words;

import org.jspecify.annotations.NullMarked;
