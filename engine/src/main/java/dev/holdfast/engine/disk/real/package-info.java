/// The operating system's disk.
///
/// **Purpose.** Files that pass the page cache by where the file system allows it, directory
/// entries that last, and I/O that an interrupt cannot break.
///
/// **May use.** `disk`, `java.nio.file`.
///
/// **Used by.** `node` and tests.
///
/// **Start reading at** `RealDisk`.
@NullMarked
package dev.holdfast.engine.disk.real;

import org.jspecify.annotations.NullMarked;
