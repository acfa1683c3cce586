package dev.holdfast.testbed.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;

import dev.holdfast.testbed.house.SourceFile.Place;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.lang.model.element.Modifier;

/// The numbers that keep each part small enough to hold in one's head. Every check names the places
/// that break it. The numbers only ever go down.
final class HouseNumbers {

    static final int METHOD_LINES_MAX = 40;
    static final int METHOD_LINES_P95_MAX = 20;
    static final int FILE_LINES_MAX = 400;
    static final int PARAMETERS_MAX = 5;

    /// A record is read by its names, so it may hold more than a method may take.
    static final int COMPONENTS_MAX = 10;

    static final int INTERFACE_METHODS_MAX = 5;
    static final int PUBLIC_TYPES_MAX = 12;
    static final int COLUMNS_MAX = 110;

    /// In the plural it is a count of waits.
    private static final Pattern A_WAIT =
            Pattern.compile(
                    "(timeout|patience|delay|deadline|interval)(?!s)", Pattern.CASE_INSENSITIVE);

    private HouseNumbers() {}

    static Stream<String> longMethods(SourceFile file) {
        return methods(file)
                .filter(method -> method.lines() > METHOD_LINES_MAX)
                .map(method -> method + " has " + method.lines() + " lines");
    }

    /// Of a hundred methods, the length that ninety-five do not pass.
    static long methodLinesP95(List<SourceFile> files) {
        var lines =
                files.stream()
                        .flatMap(HouseNumbers::methods)
                        .filter(method -> method.tree().getBody() != null)
                        .mapToLong(Place::lines)
                        .sorted()
                        .toArray();
        return lines.length == 0 ? 0 : lines[(int) (lines.length * 0.95)];
    }

    static Stream<String> longFiles(SourceFile file) {
        var lines = file.text().lines().count();
        return lines > FILE_LINES_MAX
                ? Stream.of(file.path() + " has " + lines + " lines")
                : Stream.empty();
    }

    static Stream<String> wideLines(SourceFile file) {
        return file.text()
                .lines()
                .filter(line -> line.length() > COLUMNS_MAX)
                .map(line -> file.path() + ": " + line.strip());
    }

    static Stream<String> longParameterLists(SourceFile file) {
        return methods(file)
                .filter(method -> method.tree().getParameters().size() > PARAMETERS_MAX)
                .filter(method -> !isCanonicalConstructor(method))
                .map(
                        method ->
                                "%s %s takes %d parameters"
                                        .formatted(
                                                method,
                                                method.tree().getName(),
                                                method.tree().getParameters().size()));
    }

    static Stream<String> wideRecords(SourceFile file) {
        return file.all(ClassTree.class)
                .filter(type -> type.tree().getKind() == Tree.Kind.RECORD)
                .filter(type -> components(type.tree()) > COMPONENTS_MAX)
                .map(type -> type + " has " + components(type.tree()) + " components");
    }

    static Stream<String> wideInterfaces(SourceFile file) {
        return file.all(ClassTree.class)
                .filter(type -> type.tree().getKind() == Tree.Kind.INTERFACE)
                .filter(type -> openMethods(type.tree()) > INTERFACE_METHODS_MAX)
                .map(type -> type + " has " + openMethods(type.tree()) + " methods");
    }

    static Stream<String> crowdedPackages(List<SourceFile> files) {
        return files.stream()
                .filter(SourceFile::isMain)
                .collect(Collectors.groupingBy(SourceFile::packageName))
                .entrySet()
                .stream()
                .map(each -> Map.entry(each.getKey(), publicTypes(each.getValue())))
                .filter(each -> each.getValue() > PUBLIC_TYPES_MAX)
                .map(each -> each.getKey() + " has " + each.getValue() + " public types");
    }

    /// A wait has a unit, and a number has none.
    static Stream<String> waitsWithoutUnit(SourceFile file) {
        return file.all(VariableTree.class)
                .filter(v -> Set.of("int", "long").contains(String.valueOf(v.tree().getType())))
                .filter(v -> A_WAIT.matcher(v.tree().getName()).find())
                .map(v -> v + " " + v.tree().getName() + " is no Duration");
    }

    private static Stream<Place<MethodTree>> methods(SourceFile file) {
        return file.all(MethodTree.class);
    }

    private static boolean isCanonicalConstructor(Place<MethodTree> method) {
        return method.tree().getReturnType() == null
                && method.parent() instanceof ClassTree type
                && type.getKind() == Tree.Kind.RECORD
                && components(type) == method.tree().getParameters().size();
    }

    private static long components(ClassTree type) {
        return type.getMembers().stream()
                .filter(
                        member ->
                                member instanceof VariableTree field
                                        && !field.getModifiers()
                                                .getFlags()
                                                .contains(Modifier.STATIC))
                .count();
    }

    private static long openMethods(ClassTree type) {
        return type.getMembers().stream()
                .filter(
                        member ->
                                member instanceof MethodTree method
                                        && !method.getModifiers()
                                                .getFlags()
                                                .contains(Modifier.STATIC)
                                        && !method.getModifiers()
                                                .getFlags()
                                                .contains(Modifier.PRIVATE))
                .count();
    }

    private static long publicTypes(List<SourceFile> files) {
        return files.stream()
                .flatMap(file -> file.tree().getTypeDecls().stream())
                .filter(
                        type ->
                                type instanceof ClassTree declared
                                        && declared.getModifiers()
                                                .getFlags()
                                                .contains(Modifier.PUBLIC))
                .count();
    }
}
