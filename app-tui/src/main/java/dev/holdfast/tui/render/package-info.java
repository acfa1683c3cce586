/// How answers look: on a terminal, in a pipe, and as JSON.
///
/// **Purpose.** Turns values of the api into text: sizes, times, tables, a progress line, JSON
/// documents. Names from other devices are made harmless before a terminal sees them.
///
/// **May use.** `dev.holdfast.engine.api` and Gson.
///
/// **Used by.** The commands and the demo.
///
/// **Start reading at** `Terminal`, then `ProgressLine`.
@NullMarked
package dev.holdfast.tui.render;

import org.jspecify.annotations.NullMarked;
