/// Everything the journal may hold.
///
/// **Purpose.** The closed set of records and their canonical form. What a device knows is what its
/// journal says, so this list is the list of all that it can know.
///
/// **May use.** `core.content`, `core.membership`, `core.namespace`, `core.repair` and below.
///
/// **Used by.** The ledger, which writes records, and the catalog, which applies them.
///
/// **Start reading at** `JournalRecord`.
@NullMarked
package dev.holdfast.engine.core.record;

import org.jspecify.annotations.NullMarked;
