package io.vestibule.realm.reading;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All problems of one reading. The same thing said twice about one line (a preset used by two realms) is kept once. */
public final class Problems {
    private record Said(Mark at, String sentence) {}

    private final Map<Said, Problem> found = new LinkedHashMap<>();

    public void add(Mark at, String path, String sentence) {
        found.putIfAbsent(new Said(at, sentence), new Problem(at, path, sentence));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of files and lines. */
    public List<Problem> inOrder() {
        return found.values().stream()
                .sorted(Comparator.comparing((Problem problem) -> problem.at().file())
                        .thenComparing(problem -> problem.at().line()))
                .toList();
    }
}
