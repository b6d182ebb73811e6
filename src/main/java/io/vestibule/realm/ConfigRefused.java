package io.vestibule.realm;

import io.vestibule.realm.reading.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** The files cannot come into force. Its message is the whole list, one problem a line. */
public final class ConfigRefused extends StartPrevented {
    private static final long serialVersionUID = 1L;

    ConfigRefused(List<Problem> problems) {
        super(problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining(
                        "\n  ",
                        "the configuration has " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                                + ":\n  ",
                        "")));
    }
}
