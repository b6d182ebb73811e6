package io.vestibule.portal;

import io.vestibule.account.AccountOverview;
import io.vestibule.account.AccountVisit;
import io.vestibule.account.ApplicationKeys;
import io.vestibule.account.Happening;
import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import io.vestibule.login.view.NewPasswordView;
import io.vestibule.logout.SignedOutView;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The pages of a person's account. */
public sealed interface AccountView extends PageModel {
    Around around();

    @Override
    default Optional<RealmName> pageRealm() {
        return Optional.of(around().realm());
    }

    @Override
    default Optional<URI> again() {
        return Optional.of(around().here());
    }

    /**
     * What every page of the account has.
     *
     * @param account address of the first page
     * @param here address of this page, to which its forms are posted
     * @param formKey goes with every form as {@code formKey}
     * @param done what was just done, a word of the address that only picks a text; empty for nothing
     * @param zone for times: the person's own, where it is known
     */
    record Around(
            RealmName realm,
            String displayName,
            String username,
            URI account,
            URI here,
            String formKey,
            String done,
            ZoneId zone) {
        static Around of(AccountVisit visit, AccountGate gate, String page, String done) {
            return new Around(
                    visit.realm().name(),
                    visit.user().displayName(),
                    visit.user().username(),
                    gate.at(visit.realm(), "account"),
                    gate.at(visit.realm(), page),
                    visit.formKey(),
                    done,
                    zone(visit));
        }

        private static ZoneId zone(AccountVisit visit) {
            return visit.user().claims().first("zoneinfo").flatMap(Around::zone).orElse(ZoneOffset.UTC);
        }

        private static Optional<ZoneId> zone(String name) {
            try {
                return Optional.of(ZoneId.of(name));
            } catch (DateTimeException unknown) {
                return Optional.empty();
            }
        }
    }

    /**
     * Who they are here, and where the rest is.
     *
     * @param id what relying parties know them by
     * @param sections names of the other pages
     * @param connectors where operators try the realm's connectors; none for anybody else
     */
    record Front(
            Around around,
            String id,
            Optional<String> email,
            boolean emailVerified,
            List<String> groups,
            List<String> sections,
            Optional<URI> connectors,
            URI another,
            URI signOut)
            implements AccountView {
        @Override
        public String template() {
            return "account";
        }
    }

    /**
     * Ways in.
     *
     * @param more connectors whose accounts can be linked
     * @param merges accounts that became this one, and can be had back
     */
    record IdentitiesPage(
            Around around,
            List<AccountOverview.Linked> identities,
            boolean password,
            List<Other> more,
            List<AccountOverview.Merge> merges)
            implements AccountView {
        /** One of them. */
        record Other(String connector, String name) {}

        @Override
        public String template() {
            return "account-identities";
        }
    }

    /**
     * Where they are signed in.
     *
     * @param told what applications said of what was just ended elsewhere
     */
    record SessionsPage(Around around, List<AccountOverview.Here> sessions, List<SignedOutView.Party> told)
            implements AccountView {
        @Override
        public String template() {
            return "account-sessions";
        }
    }

    /** Who may know or do what in their name. */
    record ApplicationsPage(Around around, List<AccountOverview.Consent> consents, List<ApplicationKeys.Key> keys)
            implements AccountView {
        @Override
        public String template() {
            return "account-applications";
        }
    }

    /**
     * A new password.
     *
     * @param has whether there is one that they may change
     */
    record PasswordPage(
            Around around,
            boolean has,
            int minimumLength,
            Optional<String> wanted,
            int unique,
            Optional<NewPasswordView.Problem> problem)
            implements AccountView {
        @Override
        public String template() {
            return "account-password";
        }
    }

    /**
     * What happened lately.
     *
     * @param earlier id before which more happened
     */
    record ActivityPage(Around around, List<Shown> happenings, Optional<String> earlier) implements AccountView {
        /**
         * One of them.
         *
         * @param text which sentence says it
         * @param applicationName and {@code connectorName} empty where there is none
         */
        record Shown(Happening happening, String text, String applicationName, String connectorName) {}

        @Override
        public String template() {
            return "account-activity";
        }
    }
}
