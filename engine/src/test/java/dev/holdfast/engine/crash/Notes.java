package dev.holdfast.engine.crash;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The small files of a home, of a device that may be careless with them.
final class Notes {

    private Notes() {}

    static Map<String, String> of(Set<Slip> slips) {
        return new HashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            public String put(String name, String text) {
                if (slips.contains(Slip.NOTES_ARE_LOST)) {
                    return "";
                }
                boolean isShort = slips.contains(Slip.PLACES_ARE_LOST);
                var kept = isShort ? text.replaceAll("(damaged [0-9a-f]+) .*", "$1") : text;
                return super.put(name, kept);
            }
        };
    }
}
