/// What people rely on, told as tests with real devices.
///
/// **Purpose.** One class a household, one test a promise. The ids of the acceptance list stand in
/// the display names.
///
/// **May use.** The clusters, and the api.
///
/// **Used by.** The gate; those tagged `long` when asked for.
///
/// **Start reading at** `TwoDevicesTest`.
@NullMarked
package dev.holdfast.testbed.story;

import org.jspecify.annotations.NullMarked;
