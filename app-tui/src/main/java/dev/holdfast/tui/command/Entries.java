package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

/// How many entries were changed, for programs.
final class Entries {

    private Entries() {}

    static JsonObject document(long entries) {
        var document = new JsonObject();
        document.addProperty("entries", entries);
        return document;
    }
}
