package dev.holdfast.engine.http;

import com.sun.net.httpserver.Headers;

import dev.holdfast.engine.api.Problem;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// Who may ask. A page in the person's browser can reach the loopback interface too, under its own
/// name or, when its name server lies, under one that leads here: so `Host` must be this machine's,
/// nothing may come from a page, and the token comes last.
final class Guard {

    private static final String SCHEME = "Bearer ";

    private final byte[] token;
    private final Set<String> hosts;

    Guard(String token, int port) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    }

    void check(Headers head) throws Refused {
        if (!hosts.contains(only(head, "Host"))) {
            throw refusal(
                    403,
                    "The request names another host than this machine's loopback address.",
                    "Send it to 127.0.0.1 and the port in the file `daemon` of the home.");
        }
        if (head.containsKey("Origin") || head.containsKey("Sec-Fetch-Site")) {
            throw refusal(
                    403,
                    "A page in a browser may not ask this daemon.",
                    "Ask with a program that runs as the person whose device this is.");
        }
        if (!isToken(only(head, "Authorization"))) {
            throw refusal(
                    401,
                    "The token is not the one of this daemon.",
                    "Run the command as the person who started the daemon.");
        }
    }

    /// The value of a field that came once; of another, nothing.
    private static String only(Headers head, String name) {
        var values = head.getOrDefault(name, List.of());
        return values.size() == 1 ? values.getFirst() : "";
    }

    private static Refused refusal(int status, String what, String remedy) {
        return new Refused(status, new Problem(Problem.Code.REFUSED, what, remedy));
    }

    /// Takes as long for a guess that begins well as for one that does not.
    private boolean isToken(String authorization) {
        boolean hasScheme = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        var guess =
                (hasScheme ? authorization.substring(SCHEME.length()) : "")
                        .getBytes(StandardCharsets.UTF_8);
        int different = guess.length ^ token.length;
        for (int i = 0; i < guess.length; i++) {
            different |= guess[i] ^ token[i % token.length];
        }
        return different == 0;
    }
}
