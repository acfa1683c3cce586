package dev.holdfast.testbed.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Each wall has a fault planted in it, and must find it. A rule that cannot fail keeps nothing.
class PlantedWallsTest {

    private static final String E = "dev.holdfast.engine.";

    private static final ArchRule CORE = Walls.coreUsesOnlyValues();
    private static final ArchRule HASH = Walls.coreHashesWithTheDigestOnly();
    private static final ArchRule CLIENTS = Walls.clientsSeeOnlyTheApi();
    private static final ArchRule CHOICE = Walls.onlyNodeNamesAnImplementation();

    @TempDir private Path classes;

    static Stream<Arguments> faultsInCore() {
        var room = E + "core.sync";
        return Stream.of(
                fault("a lock", CORE, in(room, "java.util.concurrent.locks.Lock l;")),
                fault("a file", CORE, in(room, "java.nio.file.Path p;")),
                fault("a thread", CORE, in(room, "Thread t;")),
                fault("a stream", CORE, in(room, "java.io.InputStream i;")),
                fault("a digest", CORE, in(room, "java.security.MessageDigest d;")),
                fault("a cipher", HASH, in(E + "core.hash", "javax.crypto.Cipher c;")));
    }

    static Stream<Arguments> faultsInRooms() {
        return Stream.of(
                fault(
                        "a cycle",
                        Walls.noCycles(),
                        in(E + "dht", "dev.holdfast.engine.folder.B b;"),
                        new Planted(E + "folder", "B", "dev.holdfast.engine.dht.A a;")),
                fault(
                        "an api that knows core",
                        Walls.apiLeansOnNothing(),
                        names(E + "api.A", E + "core.B")),
                fault(
                        "a face that knows core",
                        CLIENTS,
                        names("dev.holdfast.tui.command.A", E + "core.B")),
                fault(
                        "a command that starts a node",
                        CLIENTS,
                        names("dev.holdfast.tui.A", E + "node.B")),
                fault(
                        "a web server that knows the node",
                        CLIENTS,
                        names(E + "http.A", E + "node.B")),
                fault(
                        "a main that knows the store",
                        Walls.aMainAlsoSeesTheNode(),
                        names("dev.holdfast.tui.TuiMain", E + "store.B")));
    }

    static Stream<Arguments> faultsOfChoice() {
        return Stream.of(
                fault(
                        "a parent that names its child",
                        Walls.noPackageNamesItsChild(),
                        names(E + "store.A", E + "store.disk.B")),
                fault(
                        "a stranger that names an implementation",
                        CHOICE,
                        names(E + "transfer.A", E + "store.disk.B")),
                fault(
                        "an implementation that names another",
                        CHOICE,
                        names(E + "store.memory.A", E + "store.disk.B")),
                fault(
                        "a product that knows its tests",
                        Libraries.testbed(),
                        names(E + "node.A", "dev.holdfast.testbed.B")),
                fault(
                        "a room that discovers",
                        Libraries.discovery(),
                        names(E + "dht.A", "dev.holdfast.discovery.B")),
                fault(
                        "a discovery that knows the engine",
                        Libraries.engineFromDiscovery(),
                        names("dev.holdfast.discovery.A", E + "api.B")));
    }

    static Stream<Arguments> faultsOfHabit() {
        var clock = Habits.onlyNodeAsksClockAndChance();
        var serial = Habits.nobodyUsesJavaSerialization();
        return Stream.of(
                fault(
                        "a file",
                        Libraries.files(),
                        in(E + "transfer", "java.io.RandomAccessFile f;")),
                fault(
                        "a thread's work that draws",
                        Libraries.viewModels(),
                        in("dev.holdfast.gui.work", "javafx.scene.control.Button b;")),
                fault(
                        "a word printed",
                        Habits.onlyTheTerminalFacePrints(),
                        in(E + "node", "{ System.out.println(); }")),
                fault(
                        "a look at the clock",
                        clock,
                        in(E + "dht", "long t = System.currentTimeMillis();")),
                fault(
                        "a nap",
                        clock,
                        in(E + "dht", "void f() throws Exception { Thread.sleep(1); }")),
                fault("a die", clock, in(E + "dht", "Object o = new java.util.Random(1);")),
                fault(
                        "a die without a seed",
                        Habits.theTestbedSeedsItsChance(),
                        in("dev.holdfast.testbed.sim", "Object o = new java.util.Random();")),
                fault(
                        "a serial form",
                        serial,
                        in(E + "api", "static class B implements java.io.Serializable {}")),
                fault(
                        "an object read from bytes",
                        serial,
                        in(E + "api", "java.io.ObjectInputStream i;")));
    }

    static Stream<String> strangers() {
        return Stream.of(
                "io.netty.buffer.ByteBuf",
                "com.google.protobuf.ByteString",
                "com.sun.net.httpserver.HttpServer",
                "java.sql.Connection",
                "com.github.luben.zstd.Zstd",
                "javax.crypto.Cipher",
                "org.bouncycastle.util.Arrays",
                "javax.net.ssl.SSLContext",
                "java.util.logging.Logger",
                "javafx.beans.property.StringProperty",
                "atlantafx.base.theme.PrimerDark");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"faultsInCore", "faultsInRooms", "faultsOfChoice", "faultsOfHabit"})
    void a_planted_fault_is_found(String name, ArchRule wall, List<Planted> sources) {
        var planted = compile(sources);
        assertThat(planted).as(name).isNotEmpty();
        assertThatThrownBy(() -> wall.check(planted)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void a_library_outside_its_room_is_found(String library) {
        var planted = compile(List.of(in(E + "upkeep", library + " stranger;")));
        assertThat(Libraries.each().filter(wall -> !wall.evaluate(planted).hasViolation()))
                .as("every wall but one lets " + library + " pass")
                .hasSize((int) Libraries.each().count() - 1);
    }

    private JavaClasses compile(List<Planted> sources) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var options =
                List.of(
                        "-d",
                        classes.toString(),
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"));
        assertThat(compiler.getTask(null, null, null, options, null, sources).call()).isTrue();
        return new ClassFileImporter().importPath(classes);
    }

    private static Arguments fault(String name, ArchRule wall, Planted... sources) {
        return Arguments.of(name, wall.allowEmptyShould(true), Arrays.asList(sources));
    }

    /// A class A with this body.
    private static Planted in(String packageName, String body) {
        return new Planted(packageName, "A", body);
    }

    /// Two classes, the first with a field of the second.
    private static Planted[] names(String from, String to) {
        return new Planted[] {planted(from, to + " b;"), planted(to, "")};
    }

    private static Planted planted(String type, String body) {
        var dot = type.lastIndexOf('.');
        return new Planted(type.substring(0, dot), type.substring(dot + 1), body);
    }

    /// A class that exists only to break a rule.
    static final class Planted extends SimpleJavaFileObject {

        private final String text;

        Planted(String packageName, String type, String body) {
            super(
                    URI.create("mem:///" + packageName.replace('.', '/') + "/" + type + ".java"),
                    JavaFileObject.Kind.SOURCE);
            text = "package %s; public class %s { %s }".formatted(packageName, type, body);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
