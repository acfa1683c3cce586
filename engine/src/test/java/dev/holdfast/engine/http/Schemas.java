package dev.holdfast.engine.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import dev.holdfast.engine.api.Command;
import dev.holdfast.engine.api.Event;
import dev.holdfast.engine.api.Outcome;
import dev.holdfast.engine.api.Problem;
import dev.holdfast.engine.api.Status;
import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;
import dev.holdfast.engine.json.Json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// What the words of the engine look like to other programs, told from the words themselves.
final class Schemas {

    private static final Set<String> BESIDE = Set.of("Description.row", "Missed.problem");

    private final Map<String, JsonObject> all = new TreeMap<>();

    private Schemas() {}

    /// Every schema by its name.
    static JsonObject all() {
        var schemas = new Schemas();
        schemas.add(Status.class);
        schemas.add(Problem.class);
        schemas.union("Command", kinds(Command.class).filter(c -> !Json.hasStream(c)).toList());
        schemas.union("StreamCommand", kinds(Command.class).filter(Json::hasStream).toList());
        schemas.union("Event", kinds(Event.class).toList());
        var outcomes = kinds(Outcome.class).toList();
        outcomes.forEach(schemas::add);
        schemas.all.put("Outcome", oneOf(outcomes.stream().map(Schemas::ref).toList()));
        var json = new JsonObject();
        schemas.all.forEach(json::add);
        return json;
    }

    private static java.util.stream.Stream<Class<?>> kinds(Class<?> closed) {
        return Arrays.stream(closed.getPermittedSubclasses());
    }

    private void union(String name, List<? extends Class<?>> kinds) {
        all.put(
                name,
                oneOf(
                        kinds.stream()
                                .map(
                                        kind -> {
                                            add(kind);
                                            var member = new JsonObject();
                                            member.add(Json.name(kind), ref(kind));
                                            return object(member, List.of(Json.name(kind)));
                                        })
                                .toList()));
    }

    private static JsonObject oneOf(List<JsonObject> choices) {
        var array = new JsonArray();
        choices.forEach(array::add);
        var schema = new JsonObject();
        schema.add("oneOf", array);
        return schema;
    }

    private static JsonObject ref(Class<?> type) {
        return with("$ref", "#/components/schemas/" + name(type));
    }

    private static String name(Class<?> type) {
        var outer = type.getEnclosingClass();
        return (outer == null ? "" : outer.getSimpleName()) + type.getSimpleName();
    }

    private void add(Class<?> type) {
        if (all.putIfAbsent(name(type), new JsonObject()) == null) {
            var properties = new JsonObject();
            var required = new java.util.ArrayList<String>();
            components(type, properties, required);
            all.put(name(type), object(properties, required));
        }
    }

    private void components(Class<?> type, JsonObject properties, List<String> required) {
        for (var component : type.getRecordComponents()) {
            if (BESIDE.contains(type.getSimpleName() + "." + component.getName())) {
                components(component.getType(), properties, required);
            } else if (!component.getType().getSimpleName().endsWith("Stream")) {
                properties.add(member(component), schema(component.getGenericType()));
                if (!mayBeAbsent(component.getType())) {
                    required.add(member(component));
                }
            }
        }
    }

    private static boolean mayBeAbsent(Class<?> type) {
        return Set.of(Optional.class, OptionalInt.class, boolean.class).contains(type);
    }

    private static JsonObject object(JsonObject properties, List<String> required) {
        var schema = with("type", "object");
        schema.add("properties", properties);
        if (!required.isEmpty()) {
            var array = new JsonArray();
            required.forEach(array::add);
            schema.add("required", array);
        }
        return schema;
    }

    private JsonObject schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            var item = schema(generic.getActualTypeArguments()[0]);
            if (generic.getRawType() == Optional.class) {
                return item;
            }
            var array = with("type", "array");
            array.add("items", item);
            return array;
        }
        var raw = (Class<?>) type;
        if (raw.isRecord() && raw != VolumePath.class) {
            add(raw);
            return ref(raw);
        }
        return raw.isEnum() ? words(raw) : leaf(raw);
    }

    private static JsonObject words(Class<?> type) {
        var words = new JsonArray();
        for (var constant : type.getEnumConstants()) {
            words.add(constant.toString().toLowerCase(Locale.ROOT));
        }
        var schema = with("type", "string");
        schema.add("enum", words);
        return schema;
    }

    private static JsonObject leaf(Class<?> type) {
        if (type == Duration.class) {
            return with("type", "number");
        }
        if (type == boolean.class) {
            return with("type", "boolean");
        }
        if (type == int.class || type == long.class || type == OptionalInt.class) {
            var whole = with("type", "integer");
            whole.addProperty("format", type == long.class ? "int64" : "int32");
            return whole;
        }
        var text = with("type", "string");
        if (type == Instant.class) {
            text.addProperty("format", "date-time");
        } else if (type == VolumePath.class) {
            text.addProperty("pattern", "^[^/:]+:/");
        } else if (type == WaitPolicy.class) {
            text.addProperty("pattern", "^(local|copies:[1-8]|all)$");
        }
        return text;
    }

    private static JsonObject with(String name, String value) {
        var object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    private static String member(RecordComponent component) {
        var snake = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        if (component.getType() != Duration.class) {
            return snake;
        }
        return snake.equals("took") ? "seconds" : snake + "_seconds";
    }
}
