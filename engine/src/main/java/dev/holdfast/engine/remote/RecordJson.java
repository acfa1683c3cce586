package dev.holdfast.engine.remote;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Records as JSON objects: one member a component, in the component's name. A value of a sealed
/// type carries its kind in the member `is`. Known leaves are text, numbers, flags, enums,
/// `Duration` and `Instant` (ISO 8601), `Optional`, `OptionalInt` and `List`. Streams are left out:
/// they travel apart.
final class RecordJson {

    private static final String KIND = "is";

    private RecordJson() {}

    static JsonElement write(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.INSTANCE;
            case String text -> new JsonPrimitive(text);
            case Number number -> new JsonPrimitive(number);
            case Boolean flag -> new JsonPrimitive(flag);
            case Enum<?> constant -> new JsonPrimitive(constant.name());
            case Duration duration -> new JsonPrimitive(duration.toString());
            case Instant instant -> new JsonPrimitive(instant.toString());
            case Optional<?> optional -> write(optional.orElse(null));
            case OptionalInt optional ->
                    optional.isPresent() ? write(optional.getAsInt()) : JsonNull.INSTANCE;
            case List<?> list -> array(list);
            case Record record -> object(record);
            default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
        };
    }

    private static JsonArray array(List<?> list) {
        var array = new JsonArray(list.size());
        list.forEach(item -> array.add(write(item)));
        return array;
    }

    private static JsonObject object(Record record) {
        var object = new JsonObject();
        object.addProperty(KIND, record.getClass().getSimpleName());
        for (var component : record.getClass().getRecordComponents()) {
            if (!isStream(component.getType())) {
                object.add(component.getName(), write(valueOf(component, record)));
            }
        }
        return object;
    }

    private static Object valueOf(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("records of the api are public", e);
        }
    }

    /// Reads a value of `type`; `stream` fills the component that is a stream, if there is one.
    ///
    /// @throws IllegalArgumentException when the JSON does not have that form
    static @Nullable Object read(JsonElement json, Type type, @Nullable Object stream) {
        if (type instanceof ParameterizedType generic) {
            return readGeneric(json, generic, stream);
        }
        var raw = (Class<?>) type;
        if (raw.isSealed()) {
            return read(
                    json, permitted(raw, json.getAsJsonObject().get(KIND).getAsString()), stream);
        }
        return raw.isRecord() ? readRecord(json.getAsJsonObject(), raw, stream) : leaf(json, raw);
    }

    private static @Nullable Object readGeneric(
            JsonElement json, ParameterizedType type, @Nullable Object stream) {
        if (type.getRawType() == Optional.class) {
            return json.isJsonNull()
                    ? Optional.empty()
                    : Optional.ofNullable(read(json, type.getActualTypeArguments()[0], stream));
        }
        if (type.getRawType() == List.class) {
            return json.getAsJsonArray().asList().stream()
                    .map(item -> read(item, type.getActualTypeArguments()[0], stream))
                    .toList();
        }
        return read(json, type.getRawType(), stream);
    }

    private static Class<?> permitted(Class<?> sealed, String name) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .filter(kind -> kind.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no " + sealed.getSimpleName() + " is " + name));
    }

    private static Object readRecord(JsonObject json, Class<?> type, @Nullable Object stream) {
        var components = type.getRecordComponents();
        var values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            var member = json.get(components[i].getName());
            values[i] =
                    isStream(components[i].getType())
                            ? stream
                            : read(
                                    member == null ? JsonNull.INSTANCE : member,
                                    components[i].getGenericType(),
                                    stream);
        }
        try {
            return type.getDeclaredConstructors()[0].newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        } catch (InstantiationException | IllegalAccessException e) {
            throw new LinkageError("records of the api are public", e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object leaf(JsonElement json, Class<?> type) {
        if (type == OptionalInt.class) {
            return json.isJsonNull() ? OptionalInt.empty() : OptionalInt.of(json.getAsInt());
        }
        if (type.isEnum()) {
            return Enum.valueOf((Class) type, json.getAsString());
        }
        return switch (type.getName()) {
            case "int" -> json.getAsInt();
            case "long" -> json.getAsLong();
            case "boolean" -> json.getAsBoolean();
            case "java.lang.String" -> json.getAsString();
            case "java.time.Duration" -> Duration.parse(json.getAsString());
            case "java.time.Instant" -> Instant.parse(json.getAsString());
            default -> throw new IllegalArgumentException("no JSON form for " + type);
        };
    }

    private static boolean isStream(Class<?> type) {
        return type == java.io.InputStream.class || type == java.io.OutputStream.class;
    }
}
