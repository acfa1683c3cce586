package dev.holdfast.engine.node;

import dev.holdfast.engine.core.routing.Topology;

import java.util.List;

/// What may be set.
///
/// @param usual its value when nothing is set
/// @param unit what may be written
record SettingKey(String name, String usual, String unit, String meaning) {

    static final String SWITCH = "on or off";
    static final String SPAN = "duration";
    static final String RATE = "bytes a second";
    static final String LEVELS = "error, warn, info, debug or trace";

    static final String RATES = "bytes a second, by the time of day";
    static final String TOPOLOGIES = "auto, mesh or ring";

    static final List<SettingKey> ALL =
            List.of(
                    new SettingKey(
                            Settings.LISTEN,
                            "0.0.0.0:" + Settings.DEFAULT_PORT,
                            "HOST:PORT",
                            "where other devices reach this one; any free port when the usual"
                                    + " one is taken"),
                    new SettingKey(
                            Settings.REPAIR_AFTER,
                            "12h",
                            SPAN,
                            "how long a device is gone before its copies are made good on others"),
                    new SettingKey(
                            Settings.REPAIR_URGENT_AFTER,
                            "5m",
                            SPAN,
                            "the same when fewer than two live copies are left"),
                    new SettingKey(
                            Settings.EVICT_AFTER,
                            "10m",
                            SPAN,
                            "how long a copy that belongs on another device stays after a change"),
                    new SettingKey(
                            Settings.KEEP_UNFINISHED,
                            "1d",
                            SPAN,
                            "how long the chunks of a put that did not end are kept for the next"
                                    + " try, while there is room"),
                    new SettingKey(
                            Settings.COLLECT_AFTER,
                            "7d",
                            SPAN,
                            "how long chunks that no name needs any more stay all the same"),
                    new SettingKey(
                            Settings.COLLECT_EVERY,
                            "1d",
                            SPAN,
                            "how often it is looked for chunks that no name needs"),
                    new SettingKey(
                            Settings.SCRUB_WITHIN,
                            "30d",
                            SPAN,
                            "in how long all that is kept here is read and verified once"),
                    new SettingKey(
                            Settings.REPAIR_RATE,
                            "64M",
                            RATE,
                            "how much is sent a second, at most, to make lost copies again or to"
                                    + " move copies to where they belong"),
                    new SettingKey(
                            Settings.LOG_LEVEL,
                            "info",
                            LEVELS,
                            "how much is noted in the device's log, `logs/holdfast.log` of the"
                                    + " home"),
                    new SettingKey(
                            Settings.DISCOVERY,
                            "on",
                            SWITCH,
                            "whether devices of the pool find each other on the local network"),
                    new SettingKey(
                            Settings.TOPOLOGY,
                            "auto",
                            TOPOLOGIES,
                            "with whom connections stand: all (mesh), few (ring), or all in a pool"
                                    + " of up to "
                                    + Topology.MESH_MAX
                                    + " devices (auto); the same on all devices"),
                    new SettingKey(
                            Settings.SEND_RATE,
                            "none",
                            RATES,
                            "how much is sent a second, at most, such as 2M, or 08:00-18:00 2M,"
                                    + " 22:00-06:00 none, 500K; by the clock of this machine"),
                    new SettingKey(
                            Settings.RECEIVE_RATE, "none", RATES, "the same of what is received"),
                    new SettingKey(
                            Settings.METERED,
                            "off",
                            SWITCH,
                            "whether nothing but names and what a person asks for goes over the"
                                    + " network"));
}
