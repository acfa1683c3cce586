/// A device in memory, for tests of the window.
///
/// **Purpose.** Stands where the engine stands, and can be made to fail or to stall.
///
/// **May use.** `dev.holdfast.engine.api`, `work`, `files`.
///
/// **Used by.** Tests of every screen.
///
/// **Start reading at** `MemoryDevice`.
@NullMarked
package dev.holdfast.gui.memory;

import org.jspecify.annotations.NullMarked;
