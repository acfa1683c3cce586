/// The node: everything but faces, discovery on the local network, and simulation.
module dev.holdfast.engine {
    requires com.github.luben.zstd_jni;
    requires com.google.gson;
    requires com.google.protobuf;
    requires dev.holdfast.discovery;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.prometheus.metrics.config;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires java.logging;
    requires java.sql;
    requires jdk.httpserver;
    requires jdk.unsupported;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.util;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;

    exports dev.holdfast.engine.api;
    exports dev.holdfast.engine.api.recovery;
    exports dev.holdfast.engine.node;

    uses dev.holdfast.engine.node.Steps;
}
