package dev.holdfast.engine.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a request is about, taken apart.
///
/// @param path the names between the slashes, decoded; none is empty but perhaps the last
/// @param query the parameters behind the question mark
record Target(List<String> path, Map<String, String> query) {

    static Target of(URI uri) throws Refused {
        var path = uri.getRawPath();
        if (uri.isAbsolute() || uri.getRawAuthority() != null || !path.startsWith("/")) {
            throw malformed("a target that is no path");
        }
        var query = uri.getRawQuery();
        return new Target(names(path.substring(1)), query == null ? Map.of() : parameters(query));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    private static List<String> names(String text) throws Refused {
        var names = new ArrayList<String>();
        var parts = text.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            var name = decoded(parts[i]);
            boolean leadsAway = name.equals(".") || name.equals("..") || name.indexOf('/') >= 0;
            if (leadsAway || name.indexOf('\0') >= 0 || (name.isEmpty() && i < parts.length - 1)) {
                throw malformed("a path with a name that leads elsewhere");
            }
            names.add(name);
        }
        return names;
    }

    private static Map<String, String> parameters(String text) throws Refused {
        var query = new LinkedHashMap<String, String>();
        for (var pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (query.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
                throw malformed("a parameter that is given twice");
            }
        }
        return query;
    }

    /// Percent signs undone, as UTF-8 and as nothing else.
    private static String decoded(String text) throws Refused {
        var bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.put((byte) (digit(text, i + 1) << 4 | digit(text, i + 2)));
                i += 2;
            } else if (c > ' ' && c < 0x7f) {
                bytes.put((byte) c);
            } else {
                throw malformed("a target with a sign that must be encoded");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw malformed("a target that is not UTF-8");
        }
    }

    private static int digit(String text, int at) throws Refused {
        int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
        if (digit < 0) {
            throw malformed("a percent sign without two digits");
        }
        return digit;
    }

    private static Refused malformed(String why) {
        return new Refused(400, Problems.malformed(why));
    }
}
