package io.vestibule.protocol.saml.downstream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Ways of authenticating from the weakest to the strongest: what a RequestedAuthnContext (SAML Core §3.3.2.2.1) is measured
 * against, and what an answer calls the way that was taken.
 */
record ContextLadder(List<ContextStep> steps) {
    static final String UNSPECIFIED = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified";

    /** How the wanted classes bind. */
    enum Comparison {
        EXACT,
        MINIMUM,
        BETTER,
        MAXIMUM
    }

    ContextLadder {
        steps = List.copyOf(steps);
    }

    /** The classes that would do, most wanted first; empty when none would. A class that is not on the ladder has only itself. */
    List<String> admitted(Comparison comparison, List<String> wanted) {
        if (comparison == Comparison.EXACT) {
            return List.copyOf(new LinkedHashSet<>(wanted));
        }
        List<Integer> places =
                wanted.stream().map(this::place).flatMap(Optional::stream).toList();
        if (places.isEmpty()) {
            return List.of();
        }
        int lowest = places.stream().min(Integer::compare).orElseThrow();
        int highest = places.stream().max(Integer::compare).orElseThrow();
        List<String> classes = steps.stream().map(ContextStep::classRef).toList();
        return switch (comparison) {
            case EXACT -> List.copyOf(wanted);
            case MINIMUM -> preferring(wanted, classes.subList(lowest, classes.size()));
            case BETTER -> List.copyOf(classes.subList(highest + 1, classes.size()));
            case MAXIMUM -> classes.subList(0, highest + 1).reversed(); // as strong as possible below
        };
    }

    /** What connectors call these classes, most wanted first. */
    List<String> acrs(Collection<String> classes) {
        Set<String> acrs = new LinkedHashSet<>();
        for (String classRef : classes) {
            acrs.add(classRef);
            steps.stream()
                    .filter(step -> step.classRef().equals(classRef))
                    .flatMap(step -> step.acrs().stream().sorted())
                    .forEach(acrs::add);
        }
        return List.copyOf(acrs);
    }

    /**
     * What to call {@code acr}: the class that was asked for when it is one, else the strongest it stands for, else itself when
     * it is a URI.
     */
    String classOf(Optional<String> acr, List<String> asked) {
        if (acr.isEmpty()) {
            return UNSPECIFIED;
        }
        List<String> meant = Stream.concat(
                        Stream.of(acr.get()),
                        steps.stream().filter(step -> step.means(acr.get())).map(ContextStep::classRef))
                .toList();
        return asked.stream()
                .filter(meant::contains)
                .findFirst()
                .or(() -> meant.size() > 1 ? Optional.of(meant.getLast()) : Optional.empty())
                .orElseGet(() -> acr.get().contains(":") ? acr.get() : UNSPECIFIED);
    }

    private Optional<Integer> place(String classRef) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).classRef().equals(classRef)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static List<String> preferring(List<String> first, List<String> all) {
        List<String> ordered = new ArrayList<>(first);
        ordered.retainAll(all);
        all.stream().filter(one -> !ordered.contains(one)).forEach(ordered::add);
        return List.copyOf(ordered);
    }
}
