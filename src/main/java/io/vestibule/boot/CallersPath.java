package io.vestibule.boot;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** Files that are named on the command line lie where its caller stands; the script has gone to the checkout by then. */
record CallersPath(Path caller) implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        return caller.resolve(text);
    }
}
