/// Every word on the screen.
///
/// **Purpose.** One bundle of sentences, and the forms in which sizes, times and counts are
/// written.
///
/// **May use.** `java.base`.
///
/// **Used by.** Every view and view-model.
///
/// **Start reading at** `Words`; the sentences are in `words.properties`.
@NullMarked
package dev.holdfast.gui.words;

import org.jspecify.annotations.NullMarked;
