/// Cuts the power under a device that is made of the product's own rooms.
///
/// **Purpose.** To show that whatever a power cut, a refused fsync or a full disk leaves, every
/// promise of the storage format holds, and that a program with a planted fault is noticed.
///
/// **May use.** All of the engine.
///
/// **Used by.** Nobody.
///
/// **Start reading at** `CrashTest`, then `Explorer`, then `Life`.
@NullMarked
package dev.holdfast.engine.crash;

import org.jspecify.annotations.NullMarked;
