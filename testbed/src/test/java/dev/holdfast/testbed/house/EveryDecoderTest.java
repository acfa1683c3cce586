package dev.holdfast.testbed.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.MethodTree;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.lang.model.element.Modifier;

/// Whatever reads bytes or text from outside has a test that gives it mutants.
class EveryDecoderTest {

    private static final Set<String> RAW = Set.of("byte[]", "ByteBuffer", "String");
    private static final Set<String> NAMES = Set.of("parse", "decode");
    private static final Set<String> REFUSALS = Set.of("MalformedException", "UnfitException");

    /// A test that gives mutants, by the contract of the engine or by the same means.
    private static final Pattern GIVES = Pattern.compile("\\bMutants\\b|void whatever_comes_");

    /// What is tried within another decoder, or within whole files and requests.
    private static final Map<String, String> WITHIN =
            Map.of(
                    "Base32", "DeviceId",
                    "FieldCount", "MessageCodec",
                    "Invite", "Ticket",
                    "Joiner", "SignedStatement",
                    "Json", "RequestMutantsTest",
                    "ManifestNode", "ManifestCursor",
                    "RecordHeader", "PackMutantsTest",
                    "StatementForm", "SignedStatement",
                    "VolumePath", "RequestMutantsTest",
                    "WaitPolicy", "RequestMutantsTest");

    /// What needs none, and why.
    private static final Map<String, String> APART =
            Map.of(
                    "BcDeviceKeys", "the key of this home, of which DeviceKeyFileTest spoils all",
                    "RateSchedule", "a line that the person of this device types",
                    "Settings", "a file that the person of this device writes",
                    "StoredCodec", "bytes as they are: it has no form");

    private static boolean hasDecoder(SourceFile file) {
        return file.all(MethodTree.class).anyMatch(place -> isDecoder(place.tree()));
    }

    private static boolean isDecoder(MethodTree method) {
        if (method.getParameters().isEmpty() || method.getBody() == null) {
            return false;
        }
        boolean isRaw = RAW.contains(method.getParameters().getFirst().getType().toString());
        boolean isPrivate = method.getModifiers().getFlags().contains(Modifier.PRIVATE);
        boolean refuses =
                method.getThrows().stream()
                        .map(each -> each.toString().replaceAll(".*\\.", ""))
                        .anyMatch(REFUSALS::contains);
        return isRaw && !isPrivate && (refuses || NAMES.contains(method.getName().toString()));
    }

    private static Set<String> decoders(List<SourceFile> files) {
        return files.stream()
                .filter(SourceFile::isMain)
                .filter(file -> Set.of("discovery", "engine").contains(file.module()))
                .filter(EveryDecoderTest::hasDecoder)
                .map(file -> file.fileName().replace(".java", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> untried(List<SourceFile> files) {
        var givers =
                files.stream()
                        .filter(SourceFile::isTest)
                        .map(SourceFile::text)
                        .filter(text -> GIVES.matcher(text).find())
                        .toList();
        var untried = decoders(files);
        untried.removeIf(
                decoder -> {
                    var tried =
                            Pattern.compile("\\b" + WITHIN.getOrDefault(decoder, decoder) + "\\b");
                    return givers.stream().anyMatch(text -> tried.matcher(text).find());
                });
        untried.removeAll(APART.keySet());
        return untried;
    }

    @Test
    void each_is_tried_with_mutants() throws IOException {
        var files = SourceFile.below(TidyTest.repository());
        assertThat(decoders(files)).hasSizeGreaterThan(25);
        assertThat(decoders(files)).containsAll(WITHIN.keySet()).containsAll(APART.keySet());
        assertThat(untried(files)).isEmpty();
    }

    @Test
    void one_that_nobody_tries_is_found() {
        var decoder = "class Riddle { static Riddle parse(byte[] bytes) { return new Riddle(); } }";
        var main = SourceFile.planted("engine/src/main/java/Riddle.java", decoder);
        assertThat(untried(List.of(main))).containsExactly("Riddle");
        var giver = "class RiddleTest { void t() { Mutants.tell(Riddle::parse); } }";
        var test = SourceFile.planted("engine/src/test/java/RiddleTest.java", giver);
        assertThat(untried(List.of(main, test))).isEmpty();
    }
}
