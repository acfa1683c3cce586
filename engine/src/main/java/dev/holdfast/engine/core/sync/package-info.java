/// What a linked folder and its volume must do to come to the same.
///
/// **Purpose.** A function from three trees (what the volume shows, what stands in the folder, what
/// both had when they last had the same) to a list of actions. All that is ever kept is what was
/// observed, never work in progress: so a folder can be left at any moment, and looking again finds
/// what is left to do. The third tree may be lost; then nothing is deleted.
///
/// **May use.** `core.tree` and below.
///
/// **Used by.** What keeps linked folders in step, and the simulation that turns it.
///
/// **Start reading at** `Trees`, then `Planner`, then `Writing`.
@NullMarked
package dev.holdfast.engine.core.sync;

import org.jspecify.annotations.NullMarked;
