/// What single steps cost, measured by JMH beside the ceilings of this machine.
///
/// **Purpose.** One benchmark a step of the write and read paths: cutting, sealing, opening,
/// packing, journaling, moving bytes between devices. Whole processes are measured elsewhere.
///
/// **May use.** Everything.
///
/// **Used by.** Nobody; run with `org.openjdk.jmh.Main`.
///
/// **Start reading at** `SealBench`.
@NullMarked
package dev.holdfast.testbed.bench;

import org.jspecify.annotations.NullMarked;
