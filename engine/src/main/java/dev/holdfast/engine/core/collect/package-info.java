/// What may be removed because nobody needs it.
///
/// **Purpose.** Which chunks a put has left that did not come to its last name, and for how long
/// they are kept.
///
/// **May use.** `core.content`, `core.membership`, `core.repair` and below.
///
/// **Used by.** `node`, which removes them.
///
/// **Start reading at** `Leftovers`, then `Grace`.
@NullMarked
package dev.holdfast.engine.core.collect;

import org.jspecify.annotations.NullMarked;
