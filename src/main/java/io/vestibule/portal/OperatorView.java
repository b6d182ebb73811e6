package io.vestibule.portal;

import io.vestibule.browser.PageModel;
import io.vestibule.directory.Prospect;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.login.Foreseen;
import io.vestibule.login.ShownClaims;
import io.vestibule.login.TestReport;
import io.vestibule.portal.AccountView.Around;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The pages on which an operator tries connectors. */
public sealed interface OperatorView extends PageModel {
    Around around();

    @Override
    default Optional<RealmName> pageRealm() {
        return Optional.of(around().realm());
    }

    @Override
    default Optional<URI> again() {
        return Optional.of(around().here());
    }

    /** One connector of the realm, and where what can be done with it begins. */
    record Way(String id, String name, String kind, State state, URI list) {
        /** Whether it can be tried now, and how. */
        enum State {
            /** By going there. */
            AWAY,
            /** By a name and a password, typed here. */
            TYPED,
            OFF,
            /** Its configuration cannot be opened, or nobody goes there by a browser. */
            SHUT
        }

        public boolean away() {
            return state == State.AWAY;
        }

        public boolean typed() {
            return state == State.TYPED;
        }

        public boolean off() {
            return state == State.OFF;
        }

        public boolean shut() {
            return state == State.SHUT;
        }
    }

    /** All of them. */
    record Connectors(Around around, List<Way> ways) implements OperatorView {
        @Override
        public String template() {
            return "operator-connectors";
        }
    }

    /** Name and password for one that takes them. */
    record Password(Around around, Way way) implements OperatorView {
        @Override
        public String template() {
            return "operator-password";
        }
    }

    /** What came of a test. */
    record Report(Around around, Way way, TestReport report, Optional<Outlook> outlook) implements OperatorView {
        @Override
        public String template() {
            return "operator-report";
        }
    }

    /**
     * Rules tried on claims.
     *
     * @param claims as they were typed
     * @param unreadable why they cannot be used
     */
    record Rules(Around around, Way way, String claims, Optional<Outlook> outlook, Optional<String> unreadable)
            implements OperatorView {
        @Override
        public String template() {
            return "operator-rules";
        }
    }

    /**
     * What a login would make of it, in the words of a page.
     *
     * @param who which sentence says who they would be, and {@code name} whom it names
     */
    record Outlook(Foreseen seen, String standing, String who, String name, ShownClaims told) {
        static Outlook of(Foreseen seen) {
            return new Outlook(
                    seen,
                    seen.standing().name(),
                    seen.prospect().map(Outlook::word).orElse("nobody"),
                    seen.prospect().map(Outlook::named).orElse(""),
                    ShownClaims.of(seen.told()));
        }

        private static String word(Prospect prospect) {
            return switch (prospect) {
                case Prospect.Known known -> "known";
                case Prospect.Joins joins -> "joins";
                case Prospect.Asked asked -> asked.candidate().isPresent() ? "candidate" : "asked";
                case Prospect.Fresh fresh -> "fresh";
                case Prospect.Refused refused -> "refused";
            };
        }

        private static String named(Prospect prospect) {
            return switch (prospect) {
                case Prospect.Known known -> known.user().username();
                case Prospect.Joins joins -> joins.user().username();
                case Prospect.Asked asked ->
                    asked.candidate().map(User::username).orElse("");
                case Prospect.Fresh fresh -> fresh.username();
                case Prospect.Refused refused -> refused.reason();
            };
        }
    }
}
