package dev.holdfast.discovery;

/// Something that another device has told. Anybody on the network can tell anything: it is a hint,
/// and who is found there must prove who it is.
///
/// @param host the address that it came from, with its interface where that is part of it
public record Sighting(Announcement what, String host) {}
