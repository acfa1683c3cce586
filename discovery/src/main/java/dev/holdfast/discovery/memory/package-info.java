/// A network within this process.
///
/// **Purpose.** For tests: everything is heard at once.
///
/// **May use.** `discovery`.
///
/// **Used by.** Tests.
///
/// **Start reading at** `MemoryLan`.
@NullMarked
package dev.holdfast.discovery.memory;

import org.jspecify.annotations.NullMarked;
