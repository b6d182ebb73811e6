package io.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark is outside the build, where nobody would notice that it no longer compiles. */
class BenchmarkTest {
    @TempDir
    Path folder;

    @Test
    void itsSourcesCompileWithoutAWarning() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/bench/java"))) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        StringWriter messages = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled;
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "--release=21",
                    "-Xlint:all,-classfile,-path,-processing,-options",
                    "-d",
                    folder.toString(),
                    "-classpath",
                    System.getProperty("java.class.path"));
            compiled = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        assertThat(messages.toString()).isEmpty();
        assertThat(compiled).isTrue();
        assertThat(folder.resolve("io/vestibule/bench/Benchmark.class")).exists();
    }
}
