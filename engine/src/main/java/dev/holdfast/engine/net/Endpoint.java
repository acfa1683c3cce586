package dev.holdfast.engine.net;

/// Where a device can be dialled: a host name or address, and a port. Written `host:port`, an IPv6
/// address in brackets.
public record Endpoint(String host, int port) {

    public static final int PORT_MAX = 0xffff;
    public static final int HOST_LENGTH_MAX = 253;

    public Endpoint {
        if (host.isEmpty() || host.length() > HOST_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "a host of %d characters, not 1..%d".formatted(host.length(), HOST_LENGTH_MAX));
        }
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("port %d is not in 0..%d".formatted(port, PORT_MAX));
        }
    }

    /// Reads what [#toString] wrote.
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'%s' is not host:port".formatted(text));
        }
        var host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.contains(":") != bracketed) {
            throw new IllegalArgumentException("'%s' is not host:port".formatted(text));
        }
        var bare = bracketed ? host.substring(1, host.length() - 1) : host;
        return new Endpoint(bare, port(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static int port(String digits) {
        if (digits.isEmpty()
                || digits.length() > 5
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("'%s' is not a port".formatted(digits));
        }
        return Integer.parseInt(digits);
    }
}
