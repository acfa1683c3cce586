/// When which pack is read to see whether all in it is sound.
///
/// **Purpose.** A disk forgets silently. Everything held is read within a span that the person
/// sets, with as little of the disk's time as that takes. The plan is a value: packs, the time and
/// the limits go in, the next thing to do comes out.
///
/// **May use.** nothing but `java.base`.
///
/// **Used by.** `node`.
///
/// **Start reading at** `ScrubPlan`.
@NullMarked
package dev.holdfast.engine.core.scrub;

import org.jspecify.annotations.NullMarked;
