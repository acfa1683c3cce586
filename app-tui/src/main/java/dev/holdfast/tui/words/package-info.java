/// Every word that the terminal face says of its own.
///
/// **Purpose.** The words of help, which a command that does its work never reads.
///
/// **May use.** picocli, whose model of a command the words of help belong to.
///
/// **Used by.** Every room of the terminal face.
///
/// **Start reading at** `HelpWords`; the words are in `help.properties`.
@NullMarked
package dev.holdfast.tui.words;

import org.jspecify.annotations.NullMarked;
