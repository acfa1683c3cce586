/// How the writings of many devices become one tree.
///
/// **Purpose.** Which versions of a path are kept, under which names they are shown, and what a
/// writer must say so that nothing another one wrote is lost. Nobody writes a conflict down: every
/// device computes the same names from the same versions, in whatever order they came.
///
/// **May use.** `core.namespace` and below.
///
/// **Used by.** The catalog, which keeps the rows, and the verbs over files, which make edits.
///
/// **Start reading at** `Siblings`, then `Projection`, then `Edits`.
@NullMarked
package dev.holdfast.engine.core.tree;

import org.jspecify.annotations.NullMarked;
