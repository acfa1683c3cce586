package dev.holdfast.testbed.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.stream.Stream;

/// Which rooms may use which library, and who may meet whom.
final class Libraries {

    private static final String ENGINE = "dev.holdfast.engine.";
    private static final String NODE = ENGINE + "node..";
    private static final String TESTBED = "dev.holdfast.testbed..";

    private static final String[] TOUCH_FILES = {
        ENGINE + "folder..",
        ENGINE + "disk.real..",
        ENGINE + "catalog.sqlite..",
        ENGINE + "crypto.bc..",
        NODE,
        "dev.holdfast.tui..",
        "dev.holdfast.gui..",
        TESTBED
    };

    /// Faces choose what stands behind slf4j, and the log of a home listens to it.
    private static final List<String> LOGGERS =
            List.of("dev.holdfast.tui", "dev.holdfast.gui", ENGINE + "node", TESTBED);

    private Libraries() {}

    static Stream<ArchRule> each() {
        return Stream.of(
                room("net.netty", "sockets are one way to carry messages", "io.netty"),
                room(
                        "net.proto",
                        "the wire's byte form can change without its meaning",
                        "com.google.protobuf",
                        "dev.holdfast.engine.net.proto.generated"),
                room(
                        "http",
                        "the web server is a way in, not a way to think",
                        "com.sun.net.httpserver"),
                room(
                        "catalog.sqlite",
                        "the catalog is a view and may be kept otherwise",
                        "java.sql",
                        "org.sqlite"),
                room("codec.zstd", "a codec is a port", "com.github.luben.zstd"),
                ciphers(),
                room(
                        List.of("crypto.bc"),
                        "one room knows how keys and ciphers work",
                        "org.bouncycastle"),
                room(
                        List.of("crypto", "net.netty"),
                        "TLS is set up where connections are made",
                        "javax.net"),
                room(
                        List.of("node"),
                        "figures cost nothing until they are asked for",
                        "io.prometheus"),
                mdns(),
                Walls.only(
                        List.of("dev.holdfast.gui..", TESTBED),
                        List.of("javafx..", "atlantafx..", "org.kordamp..", "io.nayuki.."),
                        "a device runs where there is no desktop"),
                loggers());
    }

    private static ArchRule loggers() {
        return Walls.only(
                LOGGERS,
                List.of("java.util.logging..", "ch.qos.logback..", "org.apache.logging.."),
                "slf4j is the one façade; a face chooses what stands behind it");
    }

    private static ArchRule mdns() {
        return Walls.only(
                List.of("dev.holdfast.discovery.mdns..", TESTBED),
                List.of("javax.jmdns.."),
                "one room knows what the library does at the word of strangers");
    }

    /// Properties and collections need no toolkit; controls, scenes and windows do.
    static ArchRule viewModels() {
        return noClasses()
                .that()
                .haveSimpleNameEndingWith("ViewModel")
                .or()
                .resideInAnyPackage("dev.holdfast.gui.work..", "dev.holdfast.gui.words..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.application..")
                .because("what a screen means is tested without a display");
    }

    /// The demo sums files for itself: who judges must not be who is judged.
    private static ArchRule ciphers() {
        return Walls.only(
                List.of(
                        ENGINE + "crypto.bc..",
                        ENGINE + "core.hash..",
                        ENGINE + "net.netty..",
                        "dev.holdfast.tui.demo",
                        TESTBED),
                List.of("java.security..", "javax.crypto.."),
                "one room knows how keys and ciphers work");
    }

    static ArchRule files() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(TOUCH_FILES)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("java.nio.file..")
                                .or(
                                        belongToAnyOf(
                                                File.class,
                                                FileChannel.class,
                                                FileInputStream.class,
                                                FileOutputStream.class,
                                                FileReader.class,
                                                FileWriter.class,
                                                RandomAccessFile.class)))
                .because("whoever touches a disk must also know how it fails");
    }

    static ArchRule testbed() {
        return Walls.only(
                List.of(TESTBED), List.of(TESTBED), "what ships knows nothing of its tests");
    }

    static ArchRule discovery() {
        return Walls.only(
                List.of("dev.holdfast.discovery..", NODE, TESTBED),
                List.of("dev.holdfast.discovery.."),
                "devices can be found in other ways");
    }

    static ArchRule engineFromDiscovery() {
        return noClasses()
                .that()
                .resideInAPackage("dev.holdfast.discovery..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.holdfast.engine..")
                .because("finding a device says nothing of what it stores");
    }

    private static ArchRule room(String user, String because, String... libraries) {
        return room(List.of(user), because, libraries);
    }

    /// The testbed may look into every library: it plants faults in what they produce.
    private static ArchRule room(List<String> users, String because, String... libraries) {
        var rooms =
                Stream.concat(users.stream().map(u -> ENGINE + u + ".."), Stream.of(TESTBED))
                        .toList();
        return Walls.only(rooms, Stream.of(libraries).map(l -> l + "..").toList(), because);
    }
}
