package dev.holdfast.engine.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import dev.holdfast.engine.api.VolumePath;
import dev.holdfast.engine.api.WaitPolicy;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Records as JSON objects, by their components. Three rules beyond snake case keep the documents
/// as people want them: a span of time is named for its unit, a place or a policy is the text a
/// person types, and what a [#FLATTENED] component holds is said beside it, not below it.
final class RecordForm {

    private static final Set<String> FLATTENED = Set.of("Description.row", "Missed.problem");

    /// The length of a number worth parsing.
    private static final int DIGITS_MAX = 40;

    private RecordForm() {}

    /// Asks for one type after the other: a `switch` over types makes classes of its own whenever
    /// Java starts, and short commands start often.
    static JsonElement write(@Nullable Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof Optional<?> optional) {
            return write(optional.orElse(null));
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? write(optional.getAsInt()) : JsonNull.INSTANCE;
        }
        if (value instanceof List<?> list) {
            return array(list);
        }
        return value instanceof Record record && !isText(record) ? object(record) : leaf(value);
    }

    private static JsonPrimitive leaf(Object value) {
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        if (value instanceof Boolean flag) {
            return new JsonPrimitive(flag);
        }
        if (value instanceof Duration span) {
            return new JsonPrimitive(seconds(span));
        }
        if (value instanceof Enum<?> constant) {
            return new JsonPrimitive(Json.word(constant));
        }
        if (isText(value)) {
            return new JsonPrimitive(value.toString());
        }
        throw new IllegalArgumentException("no JSON form for " + value.getClass());
    }

    /// Whether a value is written as the text that a person types for it.
    private static boolean isText(Object value) {
        return value instanceof String
                || value instanceof Instant
                || value instanceof VolumePath
                || value instanceof WaitPolicy;
    }

    private static JsonArray array(List<?> list) {
        var array = new JsonArray(list.size());
        for (var item : list) {
            array.add(write(item));
        }
        return array;
    }

    private static JsonObject object(Record record) {
        var object = new JsonObject();
        for (var component : record.getClass().getRecordComponents()) {
            if (isStream(component.getType())) {
                continue;
            }
            var form = write(valueOf(component, record));
            if (isFlattened(component)) {
                form.getAsJsonObject().asMap().forEach(object::add);
            } else if (!form.isJsonNull()) {
                object.add(member(component), form);
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

    /// The name of a component's member.
    static String member(RecordComponent component) {
        if (component.getType() != Duration.class) {
            return snake(component.getName());
        }
        return component.getName().equals("took")
                ? "seconds"
                : snake(component.getName()) + "_seconds";
    }

    static boolean isFlattened(RecordComponent component) {
        var place = component.getDeclaringRecord().getSimpleName() + "." + component.getName();
        return FLATTENED.contains(place);
    }

    static boolean isStream(Class<?> type) {
        return type == InputStream.class || type == OutputStream.class;
    }

    static String snake(String camel) {
        var snake = new StringBuilder(camel.length() + 8);
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    private static BigDecimal seconds(Duration span) {
        var exact =
                BigDecimal.valueOf(span.getSeconds()).add(BigDecimal.valueOf(span.getNano(), 9));
        return exact.stripTrailingZeros().scale() < 1
                ? exact.setScale(0)
                : exact.stripTrailingZeros();
    }

    /// Reads the one member of `closed` that the object names.
    ///
    /// @param streams fill the components that are streams
    static Object readNamed(JsonElement json, Class<?> closed, List<?> streams)
            throws MalformedJsonException {
        var object = object(json);
        if (object.size() != 1) {
            throw new MalformedJsonException("an object of one member is wanted, named by a kind");
        }
        var name = object.keySet().iterator().next();
        for (var kind : closed.getPermittedSubclasses()) {
            if (snake(kind.getSimpleName()).equals(name)) {
                return record(object(object.get(name)), kind, streams);
            }
        }
        throw new MalformedJsonException(
                "there is no " + snake(closed.getSimpleName()) + " " + name);
    }

    /// Reads a value of `type`.
    static Object read(@Nullable JsonElement json, Type type) throws MalformedJsonException {
        boolean isAbsent = json == null || json.isJsonNull();
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() == Optional.class
                    ? isAbsent
                            ? Optional.empty()
                            : Optional.of(read(json, generic.getActualTypeArguments()[0]))
                    : list(json, generic.getActualTypeArguments()[0]);
        }
        if (type == OptionalInt.class) {
            return isAbsent ? OptionalInt.empty() : OptionalInt.of((int) whole(text(json)));
        }
        if (type == boolean.class && isAbsent) {
            return false;
        }
        var raw = (Class<?>) type;
        return raw.isRecord() && raw != VolumePath.class
                ? record(object(json), raw, List.of())
                : leaf(text(json), raw);
    }

    private static List<Object> list(@Nullable JsonElement json, Type item)
            throws MalformedJsonException {
        if (!(json instanceof JsonArray array)) {
            throw new MalformedJsonException("an array is wanted");
        }
        var items = new ArrayList<Object>(array.size());
        for (var each : array) {
            items.add(read(each, item));
        }
        return items;
    }

    private static Object record(JsonObject json, Class<?> type, List<?> streams)
            throws MalformedJsonException {
        var components = type.getRecordComponents();
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] =
                    isStream(components[i].getType())
                            ? stream(components[i], streams)
                            : component(components[i], json);
        }
        try {
            return canonical(type).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new MalformedJsonException(String.valueOf(e.getCause()), e);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new LinkageError("records of the api are public", e);
        }
    }

    private static Constructor<?> canonical(Class<?> type) {
        var types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new LinkageError("a record without its constructor", e);
        }
    }

    private static Object component(RecordComponent component, JsonObject json)
            throws MalformedJsonException {
        var member = isFlattened(component) ? json : json.get(member(component));
        try {
            return read(member, component.getGenericType());
        } catch (MalformedJsonException e) {
            throw new MalformedJsonException(member(component) + ": " + e.getMessage(), e);
        }
    }

    private static Object stream(RecordComponent component, List<?> streams)
            throws MalformedJsonException {
        for (var stream : streams) {
            if (component.getType().isInstance(stream)) {
                return stream;
            }
        }
        throw new MalformedJsonException(
                snake(component.getDeclaringRecord().getSimpleName())
                        + " carries a stream and has a way of its own");
    }

    private static JsonObject object(@Nullable JsonElement json) throws MalformedJsonException {
        if (json instanceof JsonObject object) {
            return object;
        }
        throw new MalformedJsonException("an object is wanted");
    }

    private static String text(@Nullable JsonElement json) throws MalformedJsonException {
        if (json instanceof JsonPrimitive leaf) {
            return leaf.getAsString();
        }
        throw new MalformedJsonException("a value is wanted");
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object leaf(String text, Class<?> type) throws MalformedJsonException {
        try {
            if (type.isEnum()) {
                return Enum.valueOf((Class) type, text.toUpperCase(Locale.ROOT));
            }
            return switch (type.getSimpleName()) {
                case "String" -> text;
                case "int" -> Math.toIntExact(whole(text));
                case "long" -> whole(text);
                case "boolean" -> flag(text);
                case "Duration" -> span(text);
                case "Instant" -> Instant.parse(text);
                case "VolumePath" -> VolumePath.parse(text).orElseThrow(() -> none(text, type));
                case "WaitPolicy" -> WaitPolicy.parse(text).orElseThrow(() -> none(text, type));
                default -> throw new IllegalArgumentException("no JSON form for " + type);
            };
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new MalformedJsonException("this is no " + snake(type.getSimpleName()), e);
        }
    }

    private static MalformedJsonException none(String text, Class<?> type) {
        return new MalformedJsonException(
                "\"" + text + "\" is no " + snake(type.getSimpleName()).replace('_', ' '));
    }

    private static long whole(String text) throws MalformedJsonException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new MalformedJsonException("a whole number is wanted", e);
        }
    }

    private static boolean flag(String text) throws MalformedJsonException {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new MalformedJsonException("true or false is wanted");
        };
    }

    private static Duration span(String text) throws MalformedJsonException {
        if (text.length() > DIGITS_MAX || text.matches(".*[eE].*")) {
            throw new MalformedJsonException("seconds are wanted, such as 2.5");
        }
        var exact = new BigDecimal(text);
        var whole = exact.toBigInteger();
        var nanos = exact.subtract(new BigDecimal(whole)).movePointRight(9).longValue();
        return Duration.ofSeconds(whole.longValueExact(), nanos);
    }
}
