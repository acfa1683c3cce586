/// The storage format, read by who has nothing but its page.
///
/// **Purpose.** Readers of packs and journals that are written from `engine/docs/storage-format.md`
/// and share no code with the engine: what they cannot read, the page does not say.
///
/// **May use.** The JDK; the test makes its home with `engine.node`.
///
/// **Used by.** The gate.
///
/// **Start reading at** `StorageFormatTest`.
@NullMarked
package dev.holdfast.testbed.format;

import org.jspecify.annotations.NullMarked;
