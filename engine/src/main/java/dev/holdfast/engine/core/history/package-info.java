/// What stood in a volume at a time, and how it came to what stands now.
///
/// **Purpose.** Nothing is kept for this beside the batches: whoever has heard them can say what
/// was shown at any time, and all devices that have heard the same say the same.
///
/// **May use.** `core.namespace`, `core.tree` and below.
///
/// **Used by.** The verbs over files that look back, or bring back.
///
/// **Start reading at** `Moment`.
@NullMarked
package dev.holdfast.engine.core.history;

import org.jspecify.annotations.NullMarked;
