/// What may be removed because nobody needs it.
///
/// **Purpose.** Which chunks a put has left that did not come to its last name, and for how long
/// they are kept. Which versions of files are history no more, and what has to be known of every
/// writer before the chunks of such a version may go.
///
/// **May use.** `core.batch`, `core.content`, `core.membership`, `core.repair` and below.
///
/// **Used by.** `node`, which removes them.
///
/// **Start reading at** `Leftovers` and `Grace` for puts that did not end, `Mark` for all else.
@NullMarked
package dev.holdfast.engine.core.collect;

import org.jspecify.annotations.NullMarked;
