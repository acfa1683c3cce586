import java.io.ByteArrayInputStream;
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
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/// What a class cache would leave out of a jar: classes compiled for Java 5, which carry no stack
/// maps, and all of a signed jar. A library of such classes is given the maps; the signature is
/// left out, which nothing here asks for, and which would be no good for changed classes either.
/// The code stays what it is.
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

    /// The parts of a signature beside the manifest.
    private static final Pattern SIGNATURE =
            Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)", Pattern.CASE_INSENSITIVE);

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

    /// Makes a jar one that is taken whole; one that is so already stays untouched.
    static void renew(Path path) throws IOException {
        var bytes = new ByteArrayOutputStream();
        boolean isOld = false;
        try (var jar = new JarFile(path.toFile());
                var out = new JarOutputStream(bytes)) {
            var classes = new OldClasses(jar);
            for (var entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                if (SIGNATURE.matcher(entry.getName()).matches()) {
                    isOld = true;
                    continue;
                }
                var content = jar.getInputStream(entry).readAllBytes();
                if (isOld(entry, content)) {
                    isOld = true;
                    content = classes.renewed(content);
                } else if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    content = unsigned(content);
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

    /// A manifest without what it says of each entry, such as digests.
    private static byte[] unsigned(byte[] manifest) throws IOException {
        var all = new Manifest(new ByteArrayInputStream(manifest));
        all.getEntries().clear();
        var out = new ByteArrayOutputStream();
        all.write(out);
        return out.toByteArray();
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
