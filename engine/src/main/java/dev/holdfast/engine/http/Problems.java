package dev.holdfast.engine.http;

import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Problem.Code;
import dev.holdfast.engine.api.VolumePath;

/// What is wrong with requests, told to whoever wrote them.
final class Problems {

    private static final String READ =
            "See /v1/openapi.json of this daemon for what it understands.";

    private Problems() {}

    static Problem malformed(String why) {
        return new Problem(Code.USAGE, "The request cannot be understood: " + why + ".", READ);
    }

    static Problem noBody() {
        return new Problem(
                Code.USAGE,
                "The request has no body, or does not say how long it is.",
                "Send Content-Length, or a chunked body.");
    }

    static Problem tooLarge(int max) {
        return new Problem(
                Code.USAGE,
                "The document is larger than %,d bytes.".formatted(max),
                "Split the command into several.");
    }

    static Problem noSuchPlace() {
        return new Problem(Code.NO_SUCH, "There is nothing at this address.", READ);
    }

    static Problem noSuchCommand() {
        return new Problem(
                Code.NO_SUCH,
                "No command of this name is under way.",
                "It has ended, or was begun without the field Holdfast-Command.");
    }

    static Problem noSuchMethod(String allowed) {
        return new Problem(
                Code.USAGE, "This address does not do that; it does " + allowed + ".", READ);
    }

    static Problem directory(VolumePath place) {
        return new Problem(
                Code.EXISTS, place + " is a directory.", "Store the file under a name in it.");
    }

    static Problem notEmpty(VolumePath place) {
        return new Problem(
                Code.EXISTS,
                place + " is a directory that is not empty.",
                "Ask with recursive=true to remove all in it.");
    }

    static Problem noFile(VolumePath place) {
        return new Problem(
                Code.EXISTS,
                place + " is a link, which has no bytes of its own.",
                "Ask for the file that it leads to.");
    }

    static Problem outside(long size) {
        return new Problem(
                Code.USAGE,
                "The range lies outside of the file, which has %,d bytes.".formatted(size),
                "Ask for bytes that are there.");
    }

    static Problem cancelled() {
        return new Problem(Code.CANCELLED, "The command was cancelled.", "Run it again to go on.");
    }

    static Problem ofOurs() {
        return new Problem(
                Code.FAILED,
                "The daemon met an error of its own.",
                "Try again; if it happens again, report it with the lines of the daemon's log.");
    }
}
