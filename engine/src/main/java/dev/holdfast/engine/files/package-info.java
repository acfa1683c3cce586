/// The person's verbs over volumes: put, get, list, describe, move, remove.
///
/// **Purpose.** Joins the rooms below into the great flows. Storing: read, cut, seal, store,
/// journal, and the name last. Fetching: name, manifest, chunks from here or from a peer, verify,
/// open, place. Keeping a folder in step: look at both sides, decide, do a little, note what is the
/// same. Copies elsewhere are a debt that `upkeep` pays; these verbs only wait for it.
///
/// **May use.** The ports below it, `core`, `folder`, `exchange`, `engine.api`.
///
/// **Used by.** `engine.node`.
///
/// **Start reading at** `Files`, then `ContentWriter`, then `ContentReader`.
@NullMarked
package dev.holdfast.engine.files;

import org.jspecify.annotations.NullMarked;
