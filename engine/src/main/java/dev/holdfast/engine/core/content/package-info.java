/// How content becomes chunks and how chunks become content again.
///
/// **Purpose.** Where a file is cut, what names and opens each piece, and the tree that lists the
/// pieces in order.
///
/// **May use.** `core.hash` and `core.canonical`.
///
/// **Used by.** The write and read paths, the sealer, the store.
///
/// **Start reading at** `ChunkRef`, then `FastCdc`, `Content`, `ManifestBuilder`.
@NullMarked
package dev.holdfast.engine.core.content;

import org.jspecify.annotations.NullMarked;
