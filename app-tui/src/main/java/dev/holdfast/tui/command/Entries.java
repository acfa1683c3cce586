package dev.holdfast.tui.command;

import com.google.gson.JsonObject;

/// Counts of things, for people and programs.
final class Entries {

    private Entries() {}

    static JsonObject document(long entries) {
        var document = new JsonObject();
        document.addProperty("entries", entries);
        return document;
    }

    static String count(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
