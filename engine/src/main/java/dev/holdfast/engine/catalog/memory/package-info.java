/// A catalog that lasts as long as the process.
///
/// **Purpose.** For tests and for simulation.
///
/// **May use.** `catalog` and `core`.
///
/// **Used by.** `node` and tests.
///
/// **Start reading at** `MemoryCatalog`.
@NullMarked
package dev.holdfast.engine.catalog.memory;

import org.jspecify.annotations.NullMarked;
