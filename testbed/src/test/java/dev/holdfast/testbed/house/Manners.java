package dev.holdfast.testbed.house;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;

import dev.holdfast.testbed.house.SourceFile.Place;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What good sources have, and what they do without. Every check names the places that break it.
final class Manners {

    /// The outermost loops: what nobody foresaw ends here, is logged, and ends no process.
    static final Set<String> OUTERMOST = Set.of("TuiMain.java", "Router.java", "Chore.java");

    private static final Set<String> TOO_BROAD =
            Set.of("Exception", "RuntimeException", "Throwable");

    /// In a test, each waits by the wall clock or measures by it.
    private static final Set<String> HOPEFUL =
            Set.of(
                    "Thread.sleep",
                    "TimeUnit.sleep",
                    "SECONDS.sleep",
                    "MILLISECONDS.sleep",
                    "LockSupport.parkNanos",
                    "Instant.now",
                    "System.currentTimeMillis",
                    "Assertions.assertTimeout",
                    "Assertions.assertTimeoutPreemptively");

    private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "RepeatedTest");

    private static final Pattern A_SENTENCE = Pattern.compile("[A-Za-z0-9]+(_[A-Za-z0-9]+)+");

    /// Spelled apart, so that this file is not its own finding.
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b");

    /// Two words of a sentence, with nothing between them but a space.
    private static final Pattern TWO_WORDS = Pattern.compile("[\\p{L}`]{2,}[,:;]? \\p{Ll}{2,}");

    /// What only somebody who reads the code can mend may be said in it.
    private static final Set<String> FOR_PROGRAMMERS =
            Set.of("AssertionError", "IllegalArgumentException", "IllegalStateException");

    private static final List<String> PARTS_OF_A_ROOM =
            List.of(
                    "**Purpose.**",
                    "**May use.**",
                    "**Used by.**",
                    "**Start reading at**",
                    "@NullMarked");

    private Manners() {}

    /// A catch that cleans up and throws on what it caught hides nothing.
    static Stream<String> broadCatches(SourceFile file) {
        return OUTERMOST.contains(file.fileName())
                ? Stream.empty()
                : file.all(CatchTree.class)
                        .filter(Manners::isTooBroad)
                        .map(c -> c + " catches everything");
    }

    static Stream<String> unfinishedWork(String path, String text) {
        return text.lines()
                .filter(line -> UNFINISHED.matcher(line).find())
                .map(line -> path + ": " + line.strip());
    }

    static Stream<String> hopefulTests(SourceFile file) {
        return file.isTest()
                ? file.all(MemberSelectTree.class)
                        .filter(call -> HOPEFUL.contains(lastTwoNames(call.tree())))
                        .map(call -> call + " " + call.tree())
                : Stream.empty();
    }

    /// What people read on a terminal stands among the words of that face, where it can be read as
    /// a whole. Text of several lines is a program's.
    static Stream<String> sentencesInCode(SourceFile file) {
        if (!file.isMain() || !file.module().equals("app-tui")) {
            return Stream.empty();
        }
        var forProgrammers =
                file.all(NewClassTree.class)
                        .filter(made -> FOR_PROGRAMMERS.contains(made.tree().getIdentifier() + ""))
                        .toList();
        return file.all(LiteralTree.class)
                .filter(literal -> literal.tree().getValue() instanceof String text && says(text))
                .filter(literal -> forProgrammers.stream().noneMatch(made -> made.spans(literal)))
                .map(literal -> literal + " says " + literal.tree());
    }

    private static boolean says(String text) {
        return text.indexOf('\n') < 0 && TWO_WORDS.matcher(text).find();
    }

    static Stream<String> testsThatAreNoSentence(SourceFile file) {
        return file.all(MethodTree.class)
                .filter(method -> isTest(method.tree()))
                .filter(method -> !A_SENTENCE.matcher(method.tree().getName()).matches())
                .map(method -> method + " " + method.tree().getName());
    }

    static Stream<String> packagesWithoutInfo(List<SourceFile> files) {
        var described =
                files.stream()
                        .filter(file -> file.fileName().equals("package-info.java"))
                        .map(Manners::room)
                        .collect(Collectors.toSet());
        return files.stream()
                .filter(file -> file.isMain() || file.isTest())
                .filter(file -> !file.packageName().isEmpty())
                .map(Manners::room)
                .filter(room -> !described.contains(room))
                .distinct()
                .map(room -> room + " has no package-info.java");
    }

    static Stream<String> incompleteInfo(SourceFile file) {
        return file.fileName().equals("package-info.java")
                ? PARTS_OF_A_ROOM.stream()
                        .filter(part -> !file.text().contains(part))
                        .map(part -> file.path() + " lacks " + part)
                : Stream.empty();
    }

    private static String room(SourceFile file) {
        return file.module() + ": " + file.packageName();
    }

    private static boolean isTooBroad(Place<CatchTree> caught) {
        var type = caught.tree().getParameter().getType();
        var types =
                type instanceof UnionTypeTree union ? union.getTypeAlternatives() : List.of(type);
        return types.stream().map(Tree::toString).anyMatch(TOO_BROAD::contains)
                && !throwsItOn(caught.tree());
    }

    private static boolean throwsItOn(CatchTree caught) {
        var statements = caught.getBlock().getStatements();
        return !statements.isEmpty()
                && statements.getLast() instanceof ThrowTree last
                && last.getExpression().toString().contentEquals(caught.getParameter().getName());
    }

    private static String lastTwoNames(MemberSelectTree select) {
        var left = select.getExpression().toString();
        return left.substring(left.lastIndexOf('.') + 1) + "." + select.getIdentifier();
    }

    private static boolean isTest(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(annotation -> TESTS.contains(annotation.getAnnotationType().toString()));
    }
}
