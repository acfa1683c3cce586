package dev.holdfast.engine.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The documents other programs rely on, and the way back from them. Sizes are bytes, spans of time
/// are decimal seconds, times are RFC 3339 in UTC, enumerations are lower case, and what is absent
/// is left out. Members may be added and are never renamed.
///
/// A value of a closed set, such as a command or an event, is an object of one member that is named
/// by its kind: `{"make_directory":{"at":"files:/photos"}}`.
public final class Json {

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private Json() {}

    /// One line of text.
    public static String text(JsonElement document) {
        return GSON.toJson(document);
    }

    /// Reads one document and nothing behind it.
    public static JsonElement parse(String text) throws MalformedJsonException {
        var reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            var document = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedJsonException("there is more behind the document");
            }
            return document;
        } catch (JsonParseException | IOException | NumberFormatException e) {
            throw new MalformedJsonException("this is not JSON", e);
        }
    }

    /// The form of a record of the api.
    public static JsonObject of(Record value) {
        return RecordForm.write(value).getAsJsonObject();
    }

    /// The member of a closed set as an object named by its kind.
    public static JsonObject named(Record value) {
        var object = new JsonObject();
        object.add(name(value.getClass()), of(value));
        return object;
    }

    /// Reads a record of the api. Members it does not have are passed over.
    public static <T extends Record> T read(JsonElement json, Class<T> type)
            throws MalformedJsonException {
        return type.cast(RecordForm.read(json, type));
    }

    /// Reads a command that carries no stream.
    public static Command<?> command(JsonElement json) throws MalformedJsonException {
        return (Command<?>) RecordForm.readNamed(json, Command.class, List.of());
    }

    /// Reads a command that carries a stream.
    ///
    /// @param source what a command that stores reads
    /// @param destination what a command that fetches writes to
    public static Command<?> command(JsonElement json, InputStream source, OutputStream destination)
            throws MalformedJsonException {
        var streams = List.of(source, destination);
        return (Command<?>) RecordForm.readNamed(json, Command.class, streams);
    }

    /// Whether a command carries a stream, which no document can hold.
    public static boolean hasStream(Class<?> command) {
        return Arrays.stream(command.getRecordComponents())
                .anyMatch(component -> RecordForm.isStream(component.getType()));
    }

    /// The name of the member that holds a value of a closed set.
    public static String name(Class<?> kind) {
        return RecordForm.snake(kind.getSimpleName());
    }

    public static Event event(JsonElement json) throws MalformedJsonException {
        return (Event) RecordForm.readNamed(json, Event.class, List.of());
    }

    /// Reads what `command` answers with.
    public static <R extends Outcome> R outcome(JsonElement json, Command<R> command)
            throws MalformedJsonException {
        @SuppressWarnings("unchecked")
        var outcome = (R) RecordForm.read(json, outcomeOf(command.getClass()));
        return outcome;
    }

    /// The record that a kind of command answers with.
    public static Type outcomeOf(Class<?> command) {
        return ((ParameterizedType) command.getGenericInterfaces()[0]).getActualTypeArguments()[0];
    }

    /// `{"error":{"code","what","remedy"}}`
    public static JsonObject error(Problem problem) {
        var error = new JsonObject();
        error.add("error", of(problem));
        return error;
    }

    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
