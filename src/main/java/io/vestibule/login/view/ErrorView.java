package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Reference;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What happened, who can mend it, a reference to copy, and at least one way on.
 *
 * @param kind picks the sentences; none contains anything an attacker sent
 * @param details protocol words for the one who runs the application ({@code invalid_request: …}); shown as text
 */
public record ErrorView(
        Optional<RealmName> pageRealm,
        Optional<RelyingPartyView> relyingParty,
        Kind kind,
        Optional<String> details,
        Reference reference,
        List<WayOn> waysOn)
        implements PageModel {
    /** What happened. */
    public enum Kind {
        /** The application's request is wrong; its operator can mend it. */
        BAD_REQUEST,
        /** The application is not known here or is switched off. */
        UNKNOWN_APPLICATION,
        /** The login was started in another browser, is too old, or was used already. */
        FLOW_LOST,
        /** The link in a letter is too old, was used, or something was changed since it was sent. */
        LINK_OVER,
        /** The answer from the other side did not verify. */
        UPSTREAM_REJECTED,
        /** The other side said no. */
        UPSTREAM_DENIED,
        /** The other side does not answer. */
        UPSTREAM_UNREACHABLE,
        /** The other side signed the person out again before they were in. */
        SIGNED_OUT_MEANWHILE,
        /** The account may not sign in. */
        ACCOUNT_REFUSED,
        /** Nothing here is meant for an account like this. */
        NO_RULE_MATCHES,
        /** The account takes more than one proof, and this way in cannot give it. */
        SECOND_FACTOR_NEEDED,
        /** No such page, realm or connector. */
        NOT_FOUND,
        /** A form that did not come from a page of this session, or from too old a one. */
        FORM_REFUSED,
        /** Too many tries from here. */
        THROTTLED,
        /** Our fault. */
        INTERNAL
    }

    /** A link to go on by. */
    public record WayOn(Label label, URI href) {}

    /** What a way on is called. */
    public enum Label {
        TRY_AGAIN,
        BACK_TO_APPLICATION,
        PORTAL_HOME
    }

    @Override
    public String template() {
        return "error";
    }
}
