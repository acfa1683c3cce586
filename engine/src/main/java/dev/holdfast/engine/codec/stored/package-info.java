/// Leaves bytes as they are.
///
/// **Purpose.** The codec of volumes whose plain files serve their own chunks, and of tests.
///
/// **May use.** `codec`.
///
/// **Used by.** `node` and tests.
///
/// **Start reading at** `StoredCodec`.
@NullMarked
package dev.holdfast.engine.codec.stored;

import org.jspecify.annotations.NullMarked;
