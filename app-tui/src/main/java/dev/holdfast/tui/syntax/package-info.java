/// How a command says what may follow its name.
///
/// **Purpose.** Options and arguments declared in code, each once, where the command keeps it. The
/// library that parses finds its whole model made and reads no annotation.
///
/// **May use.** picocli, `engine.api`, and the forms of `render`.
///
/// **Used by.** Every room with commands.
///
/// **Start reading at** `Keyword`.
@NullMarked
package dev.holdfast.tui.syntax;

import org.jspecify.annotations.NullMarked;
