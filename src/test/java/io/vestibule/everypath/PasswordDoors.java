package io.vestibule.everypath;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where one protocol lets somebody bring a password, or choose one. */
public interface PasswordDoors {
    /** Where one is chosen. */
    Stream<Door> doors();

    /** Where one is brought. */
    Stream<Bringing> entrances();

    /** @param opens whether the password of that stage's person leads anywhere */
    record Bringing(String name, Predicate<Stage> opens) {}

    /** What may be wrong with a password that somebody chooses. */
    enum Rule {
        PATTERN,
        HISTORY,
        TOO_SOON,
        ONLY_BY_ADMINISTRATORS
    }

    /**
     * @param binding which rules bind here
     * @param choosing tries to put {@code wanted} in place of {@code present}; whether it is the password from now on
     */
    record Door(String name, Set<Rule> binding, Choosing choosing) {
        /** By its owner. */
        public static Door ofOwner(String name, Choosing choosing) {
            return new Door(name, EnumSet.allOf(Rule.class), choosing);
        }

        /** As Keystone has it: an administrator's choice is held to the pattern only. */
        public static Door ofAdministrator(String name, Choosing choosing) {
            return new Door(name, EnumSet.of(Rule.PATTERN), choosing);
        }

        /** Which lets in only whose password has ended, and so never too soon. */
        public Door onlyEnded() {
            Set<Rule> others = EnumSet.copyOf(binding);
            others.remove(Rule.TOO_SOON);
            return new Door(name, others, choosing);
        }

        boolean takesOnlyEnded() {
            return binding.contains(Rule.HISTORY) && !binding.contains(Rule.TOO_SOON);
        }
    }

    @FunctionalInterface
    interface Choosing {
        boolean choose(Stage stage, String present, String wanted);
    }
}
