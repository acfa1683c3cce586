package dev.holdfast.tui.render;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Setting;
import dev.holdfast.engine.api.Status;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// The JSON documents other programs rely on. Fields may be added and are never renamed. Sizes are
/// bytes, times RFC 3339 in UTC, enumerations lower case.
public final class Json {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private Json() {}

    /// One line of text.
    public static String text(JsonElement document) {
        return GSON.toJson(document);
    }

    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    public static double seconds(Duration span) {
        return span.toMillis() / 1000.0;
    }

    /// An array of what `each` makes of the items.
    public static <T> JsonArray array(Collection<T> items, Function<T, JsonElement> each) {
        var array = new JsonArray(items.size());
        items.forEach(item -> array.add(each.apply(item)));
        return array;
    }

    /// `{"error":{"code","what","remedy"}}`
    public static JsonObject error(Problem problem) {
        var error = new JsonObject();
        error.add("error", problem(problem));
        return error;
    }

    /// What went wrong with single files, as a field that is absent when nothing did.
    public static void addMissed(JsonObject document, List<Event.Missed> missed) {
        if (!missed.isEmpty()) {
            document.add("missed", array(missed, Json::missed));
        }
    }

    public static JsonObject status(Status status) {
        var device = new JsonObject();
        device.addProperty("id", status.device().id());
        device.addProperty("name", status.device().name());
        device.addProperty("role", word(status.device().role()));
        device.addProperty("address", status.device().address());
        device.addProperty("running", status.device().running());
        var pool = new JsonObject();
        pool.addProperty("id", status.pool().id());
        pool.addProperty("devices", status.pool().devices());
        pool.addProperty("online", status.pool().online());
        var document = new JsonObject();
        document.add("device", device);
        document.add("pool", pool);
        document.add("storage", storage(status.storage()));
        document.add("copies", copies(status.copies()));
        document.add("closing", closing(status.closing()));
        document.add("settings", settings(status.settings()));
        document.add("links", array(status.links(), Json::link));
        document.add("problems", array(status.problems(), Json::problem));
        document.add("notes", array(status.notes(), JsonPrimitive::new));
        return document;
    }

    public static JsonArray devices(Outcome.Devices devices) {
        return array(devices.devices(), Json::device);
    }

    public static JsonObject shown(Outcome.DeviceShown shown) {
        var document = device(shown.device());
        document.addProperty("code", shown.code());
        document.addProperty("seniority", shown.seniority());
        document.addProperty("admitted_by", shown.admittedBy().orElse(null));
        document.addProperty("claimed_bytes", shown.room().claimedBytes());
        document.addProperty("granted_bytes", shown.room().grantedBytes());
        document.addProperty("offered_bytes", shown.room().offeredBytes());
        document.addProperty("partitions", shown.share().partitions());
        document.addProperty("partitions_of", shown.share().of());
        document.addProperty("owed", shown.owed());
        document.addProperty("leaving", shown.leaving());
        return document;
    }

    public static JsonObject link(Outcome.Link link) {
        var document = new JsonObject();
        document.addProperty("directory", link.directory());
        document.addProperty("at", link.at().toString());
        document.addProperty("mode", word(link.mode()));
        document.add("only", array(link.only(), JsonPrimitive::new));
        document.addProperty("state", word(link.state()));
        link.problem().ifPresent(problem -> document.add("problem", problem(problem)));
        link.late().ifPresent(problem -> document.add("late", problem(problem)));
        document.add("waiting", array(link.waiting(), Json::waiting));
        document.addProperty("waiting_files", link.left().waiting());
        document.addProperty("conflicts", link.left().conflicts());
        link.left().before().ifPresent(before -> document.addProperty("before", before.toString()));
        return document;
    }

    private static JsonObject waiting(Outcome.Waiting waiting) {
        var document = new JsonObject();
        document.addProperty("path", waiting.path());
        document.addProperty("why", waiting.why());
        document.add("waits_for", GSON.toJsonTree(waiting.waitsFor()));
        document.addProperty("remedy", waiting.remedy());
        return document;
    }

    public static JsonObject drained(Outcome.Drained drained) {
        var document = new JsonObject();
        document.addProperty("duty", word(drained.duty()));
        document.addProperty("left", drained.left());
        document.addProperty("copies", drained.copies());
        document.addProperty("wanted", drained.wanted());
        return document;
    }

    public static JsonObject stored(Outcome.Stored stored) {
        var copies = new JsonObject();
        copies.addProperty("min", stored.copies().min());
        copies.addProperty("wanted", stored.copies().wanted());
        copies.addProperty("possible", stored.copies().possible());
        copies.add("holders", GSON.toJsonTree(stored.copies().holders()));
        var document = new JsonObject();
        document.addProperty("files", stored.files());
        document.addProperty("bytes", stored.bytes());
        document.addProperty("chunks", stored.chunks());
        document.addProperty("new_chunks", stored.newChunks());
        document.addProperty("stored_bytes", stored.storedBytes());
        document.addProperty("sent_bytes", stored.sentBytes());
        document.add("copies", copies);
        document.addProperty("seconds", seconds(stored.took()));
        return document;
    }

    public static JsonObject fetched(Outcome.Fetched fetched) {
        var document = new JsonObject();
        document.addProperty("files", fetched.files());
        document.addProperty("bytes", fetched.bytes());
        fetched.sha256().ifPresent(hash -> document.addProperty("sha256", hash));
        document.addProperty("seconds", seconds(fetched.took()));
        return document;
    }

    public static JsonObject row(Outcome.Row row) {
        var document = new JsonObject();
        document.addProperty("path", row.path());
        document.addProperty("kind", word(row.kind()));
        document.addProperty("size", row.size());
        document.addProperty("mtime", row.mtime().toString());
        document.addProperty("version", row.version());
        return document;
    }

    public static JsonObject described(Outcome.Description description) {
        var document = row(description.row());
        document.addProperty("root", description.root());
        document.add("chunks", array(description.chunks(), Json::chunk));
        return document;
    }

    public static JsonObject setting(Setting setting) {
        var document = new JsonObject();
        document.addProperty("key", setting.key());
        document.addProperty("value", setting.value());
        document.addProperty("default", setting.usual());
        document.addProperty("unit", setting.unit());
        document.addProperty("meaning", setting.meaning());
        return document;
    }

    public static JsonObject volume(Outcome.Volume volume) {
        var document = new JsonObject();
        document.addProperty("name", volume.name());
        document.addProperty("copies", volume.copies());
        volume.chunkBytes().ifPresent(size -> document.addProperty("chunk_bytes", size));
        document.addProperty("wait", volume.policy().toString());
        document.addProperty("keep_seconds", volume.keep().toSeconds());
        document.addProperty("daily_seconds", volume.daily().toSeconds());
        return document;
    }

    public static JsonObject happened(Event.Happened happened) {
        var document = new JsonObject();
        document.addProperty("number", happened.number());
        document.addProperty("at", happened.at().toString());
        document.addProperty("kind", word(happened.kind()));
        document.addProperty("device", happened.device().orElse(null));
        document.addProperty("what", happened.what());
        return document;
    }

    private static JsonObject storage(Status.Storage storage) {
        var document = new JsonObject();
        document.addProperty("usable_bytes", storage.usableBytes());
        document.addProperty("protected_bytes", storage.protectedBytes());
        document.addProperty("used_bytes", storage.usedBytes());
        document.addProperty("free_bytes", storage.freeBytes());
        return document;
    }

    private static JsonObject copies(Status.Copies copies) {
        var document = new JsonObject();
        document.addProperty("owed", copies.owed());
        document.addProperty("under_replicated_chunks", copies.underReplicatedChunks());
        document.addProperty("min_live", copies.minLive());
        return document;
    }

    private static JsonObject closing(Status.Closing closing) {
        var document = new JsonObject();
        document.addProperty("safe", closing.safe());
        document.addProperty("chunks", closing.chunks());
        document.addProperty("what", closing.what());
        return document;
    }

    private static JsonObject settings(Status.Settings settings) {
        var document = new JsonObject();
        document.addProperty("repair_after_seconds", seconds(settings.repairAfter()));
        document.addProperty("repair_urgent_after_seconds", seconds(settings.repairUrgentAfter()));
        return document;
    }

    private static JsonObject device(Outcome.Device device) {
        var document = new JsonObject();
        document.addProperty("id", device.id());
        document.addProperty("name", device.name());
        document.addProperty("role", word(device.role()));
        document.addProperty("online", device.online());
        document.addProperty("capacity_bytes", device.capacityBytes());
        document.addProperty("used_bytes", device.usedBytes());
        document.addProperty("address", device.address().orElse(null));
        document.addProperty("last_seen", device.lastSeen().map(Object::toString).orElse(null));
        document.addProperty("duty", word(device.duty()));
        return document;
    }

    private static JsonObject chunk(Outcome.Chunk chunk) {
        var document = new JsonObject();
        document.addProperty("id", chunk.id());
        document.addProperty("length", chunk.length());
        chunk.group().ifPresent(group -> document.addProperty("group", group));
        document.add("holders", GSON.toJsonTree(chunk.holders()));
        return document;
    }

    private static JsonObject problem(Problem problem) {
        var document = new JsonObject();
        document.addProperty("code", word(problem.code()));
        document.addProperty("what", problem.what());
        document.addProperty("remedy", problem.remedy());
        return document;
    }

    private static JsonObject missed(Event.Missed missed) {
        var document = problem(missed.problem());
        document.addProperty("path", missed.path());
        return document;
    }
}
