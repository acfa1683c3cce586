import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Classes compiled for Java 5 carry no stack maps, and a class cache takes none that lack them. A
/// library of such classes is given them; the code stays what it is.
final class OldClasses {

    /// The first version of class files that must have stack maps is the next one.
    private static final int WITHOUT_MAPS_MAX = 50;

    private static final int MODERN = ClassFile.JAVA_8_VERSION;

    private static final ClassTransform NEWER =
            ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                    .andThen(
                            (builder, element) -> {
                                if (element instanceof ClassFileVersion) {
                                    builder.withVersion(MODERN, 0);
                                } else {
                                    builder.with(element);
                                }
                            });

    private final JarFile jar;
    private final ClassFile files;

    private OldClasses(JarFile jar) {
        this.jar = jar;
        var known =
                ClassHierarchyResolver.ofResourceParsing(
                                name -> {
                                    var path = name.packageName().replace('.', '/');
                                    var entry = path + "/" + name.displayName() + ".class";
                                    try {
                                        var there = jar.getEntry(entry);
                                        return there == null ? null : jar.getInputStream(there);
                                    } catch (IOException e) {
                                        return null;
                                    }
                                })
                        .orElse(ClassHierarchyResolver.defaultResolver());
        files =
                ClassFile.of(
                        StackMapsOption.GENERATE_STACK_MAPS,
                        ClassHierarchyResolverOption.of(known));
    }

    /// Gives those of a jar their stack maps; a jar without any such stays untouched.
    static void renew(Path path) throws IOException {
        var bytes = new ByteArrayOutputStream();
        boolean isOld = false;
        try (var jar = new JarFile(path.toFile());
                var out = new JarOutputStream(bytes)) {
            var classes = new OldClasses(jar);
            for (var entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                var content = jar.getInputStream(entry).readAllBytes();
                if (isOld(entry, content)) {
                    isOld = true;
                    content = classes.renewed(content);
                }
                var same = new JarEntry(entry.getName());
                same.setTime(entry.getTime());
                out.putNextEntry(same);
                out.write(content);
                out.closeEntry();
            }
        }
        if (isOld) {
            Files.write(path, bytes.toByteArray());
        }
    }

    private byte[] renewed(byte[] content) {
        return files.transformClass(files.parse(content), NEWER);
    }

    /// The version stands in the seventh and eighth byte of a class file.
    private static boolean isOld(JarEntry entry, byte[] content) {
        return entry.getName().endsWith(".class")
                && ((content[6] & 0xff) << 8 | content[7] & 0xff) < WITHOUT_MAPS_MAX;
    }
}
