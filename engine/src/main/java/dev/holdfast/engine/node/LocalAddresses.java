package dev.holdfast.engine.node;

import dev.holdfast.engine.net.Endpoint;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// Where other devices may reach this one.
final class LocalAddresses {

    /// Every interface.
    static final String ANY = "0.0.0.0";

    private static final Logger LOG = LoggerFactory.getLogger(LocalAddresses.class);

    private LocalAddresses() {}

    /// The endpoints to tell: the one listened on, or one on each interface when it is all of them.
    static List<Endpoint> of(Endpoint listening) {
        if (!isAny(listening.host())) {
            return List.of(listening);
        }
        var endpoints = new ArrayList<Endpoint>();
        try {
            for (var network :
                    NetworkInterface.networkInterfaces().filter(LocalAddresses::isUp).toList()) {
                network.inetAddresses()
                        .filter(
                                address ->
                                        !address.isLoopbackAddress()
                                                && !address.isLinkLocalAddress())
                        .forEach(
                                address ->
                                        endpoints.add(
                                                new Endpoint(
                                                        address.getHostAddress(),
                                                        listening.port())));
            }
        } catch (SocketException e) {
            LOG.warn("The network interfaces cannot be listed.", e);
        }
        // Last, for devices on this machine.
        endpoints.add(
                new Endpoint(InetAddress.getLoopbackAddress().getHostAddress(), listening.port()));
        return endpoints;
    }

    private static boolean isAny(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}
