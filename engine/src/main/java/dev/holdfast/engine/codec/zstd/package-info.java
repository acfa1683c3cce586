/// Zstandard.
///
/// **Purpose.** Makes chunks smaller where a sample says that it is worth it.
///
/// **May use.** `codec` and the Zstandard library.
///
/// **Used by.** `node` and tests.
///
/// **Start reading at** `ZstdCodec`.
@NullMarked
package dev.holdfast.engine.codec.zstd;

import org.jspecify.annotations.NullMarked;
