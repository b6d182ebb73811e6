package io.vestibule.protocol.saml.downstream;

import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Refuses with a page of ours, as there is nobody who may be answered. */
@ApplicationScoped
class LocalErrors {
    private final ErrorPages errors;

    LocalErrors(ErrorPages errors) {
        this.errors = errors;
    }

    BrowserReply noSuchRealm(String step, Visitor visitor) {
        return errors.page(
                Kind.NOT_FOUND,
                new Refusal(Optional.empty(), Circumstances.from(visitor.address()), step, "no-such-realm", "", ""),
                Optional.empty(),
                Optional.empty());
    }

    /** The reason is a word of ours and is shown; what was expected and what came is for the audit log. */
    BrowserReply refused(Realm realm, String step, SamlRefused refused, Visitor visitor) {
        Kind kind = refused.reason().equals("unknown-issuer") ? Kind.UNKNOWN_APPLICATION : Kind.BAD_REQUEST;
        return errors.page(
                kind,
                new Refusal(
                        realm.name(),
                        Circumstances.from(visitor.address()),
                        step,
                        refused.reason(),
                        refused.expected(),
                        refused.actual()),
                Optional.empty(),
                Optional.of("SAML: " + refused.reason()));
    }
}
