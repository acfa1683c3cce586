package dev.holdfast.engine.node;

import dev.holdfast.engine.api.NodeException;
import dev.holdfast.engine.api.Problem;

/// `HOST:PORT`, an IPv6 address in brackets. Port 0 asks for any free one.
record HostPort(String host, int port) {

    private static final int PORT_MAX = 65_535;

    static HostPort parse(String text) throws NodeException {
        int colon = text.lastIndexOf(':');
        var digits = text.substring(colon + 1);
        if (colon < 1 || !digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > PORT_MAX) {
            throw new NodeException(
                    Problem.Code.USAGE,
                    "\"" + text + "\" is not of the form HOST:PORT.",
                    "Write an address and a port, such as 192.168.1.20:"
                            + Settings.DEFAULT_PORT
                            + ".");
        }
        var host = text.substring(0, colon).replaceFirst("^\\[(.*)]$", "$1");
        return new HostPort(host, Integer.parseInt(digits));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
