/// How the words of the engine look as JSON, on both ends of the local API.
///
/// **Purpose.** Each record of `engine.api` is an object whose members are its components in snake
/// case. Members may be added and are never renamed.
///
/// **May use.** `engine.api` and the JSON library.
///
/// **Used by.** `engine.http` and `engine.remote`.
///
/// **Start reading at** `Json`.
@NullMarked
package dev.holdfast.engine.json;

import org.jspecify.annotations.NullMarked;
