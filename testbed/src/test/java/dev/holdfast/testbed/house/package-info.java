/// Keeps the house: walls between packages, and the numbers that keep each part small.
///
/// **Purpose.** The rules of `engine/docs/architecture.md` as tests, and for each rule a planted
/// fault that it must find.
///
/// **May use.** ArchUnit, the compiler's tree API, and nothing of ours: it reads what is compiled
/// and what is written.
///
/// **Used by.** The build.
///
/// **Start reading at** `ArchitectureTest`, then `TidyTest`.
@NullMarked
package dev.holdfast.testbed.house;

import org.jspecify.annotations.NullMarked;
