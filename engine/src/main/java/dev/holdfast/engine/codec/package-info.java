/// How the bytes of a chunk are made smaller before they are sealed.
///
/// **Purpose.** One port: a codec that encodes a chunk when that is worth it, and decodes within
/// the length that was declared. What a codec wrote stays readable for ever.
///
/// **May use.** `java.base` and `core.canonical`.
///
/// **Used by.** The sealer.
///
/// **Start reading at** `ChunkCodec`.
@NullMarked
package dev.holdfast.engine.codec;

import org.jspecify.annotations.NullMarked;
