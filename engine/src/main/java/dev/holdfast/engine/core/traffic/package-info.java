/// How fast bulk may go over the network.
///
/// **Purpose.** What a person writes of rates and times of day, and the spacing of bytes that
/// follows from a rate.
///
/// **May use.** Nothing.
///
/// **Used by.** `node`.
///
/// **Start reading at** `RateSchedule`.
@NullMarked
package dev.holdfast.engine.core.traffic;

import org.jspecify.annotations.NullMarked;
