package io.vestibule.login;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the steps of a login live. Sealed text is base64url and needs no further encoding. */
@ApplicationScoped
public class LoginUrls {
    private final BaseUrl base;

    LoginUrls(BaseUrl base) {
        this.base = base;
    }

    URI choose(RealmName realm, String flow) {
        return at(realm, "/login?flow=" + flow);
    }

    URI password(RealmName realm) {
        return at(realm, "/login");
    }

    URI leave(RealmName realm, ConnectorId connector, String flow) {
        return at(realm, "/login/with/" + connector + "?flow=" + flow);
    }

    /** To one of the organisations behind the connector. */
    URI leave(RealmName realm, ConnectorId connector, String flow, String organisation) {
        return URI.create(leave(realm, connector, flow) + "&organisation="
                + URLEncoder.encode(organisation, StandardCharsets.UTF_8));
    }

    /** Each connector has its own, so that an answer of one upstream cannot be taken for another's (RFC 9700 §4.4.2). */
    public URI callback(RealmName realm, ConnectorId connector) {
        return at(realm, "/login/from/" + connector);
    }

    URI cancel(RealmName realm, String flow) {
        return at(realm, "/login/cancel?flow=" + flow);
    }

    URI account(RealmName realm) {
        return at(realm, "/login/account");
    }

    URI accountSessions(RealmName realm) {
        return at(realm, "/account/sessions");
    }

    /** What came of a test of a connector. */
    URI tested(RealmName realm, String handle) {
        return at(realm, "/admin/connectors/tests/" + handle);
    }

    URI newPassword(RealmName realm) {
        return at(realm, "/login/new-password");
    }

    URI forgotten(RealmName realm, String flow) {
        return at(realm, "/login/forgotten?flow=" + flow);
    }

    URI forgottenAction(RealmName realm) {
        return at(realm, "/login/forgotten");
    }

    /** What a letter leads to. */
    URI reset(RealmName realm, String token) {
        return at(realm, "/login/reset?token=" + token);
    }

    URI resetAction(RealmName realm) {
        return at(realm, "/login/reset");
    }

    URI factor(RealmName realm, String flow) {
        return at(realm, "/login/factor?flow=" + flow);
    }

    URI factorAction(RealmName realm) {
        return at(realm, "/login/factor");
    }

    URI passkeyAlone(RealmName realm) {
        return at(realm, "/login/passkey");
    }

    URI passkeyBeside(RealmName realm) {
        return at(realm, "/login/passkey/beside");
    }

    URI enrol(RealmName realm, String flow) {
        return at(realm, "/login/enrol?flow=" + flow);
    }

    URI enrolAction(RealmName realm) {
        return at(realm, "/login/enrol");
    }

    URI enrolledAction(RealmName realm) {
        return at(realm, "/login/enrol/done");
    }

    URI newcomer(RealmName realm, String flow) {
        return at(realm, "/login/newcomer?flow=" + flow);
    }

    URI newcomerAction(RealmName realm) {
        return at(realm, "/login/newcomer");
    }

    URI link(RealmName realm, String flow) {
        return at(realm, "/login/link?flow=" + flow);
    }

    URI linkAction(RealmName realm) {
        return at(realm, "/login/link");
    }

    /** @param keepOther whether the account that was proven second stays, and not the one that is signed in */
    URI merge(RealmName realm, String flow, boolean keepOther) {
        return at(realm, "/login/merge?" + (keepOther ? "keep=other&" : "") + "flow=" + flow);
    }

    URI mergeAction(RealmName realm) {
        return at(realm, "/login/merge");
    }

    URI consent(RealmName realm, String flow) {
        return at(realm, "/login/consent?flow=" + flow);
    }

    URI consentAction(RealmName realm) {
        return at(realm, "/login/consent");
    }

    URI scope(RealmName realm, String flow) {
        return at(realm, "/login/scope?flow=" + flow);
    }

    URI scopeAction(RealmName realm) {
        return at(realm, "/login/scope");
    }

    /** The path of cookies that only the steps of a login need. */
    String cookiePath(RealmName realm) {
        return base.realmPath(realm) + "/login";
    }

    /** The path of cookies that the account's pages need, too. */
    String realmCookiePath(RealmName realm) {
        return base.realmPath(realm);
    }

    private URI at(RealmName realm, String path) {
        return URI.create(base.issuer(realm) + path);
    }
}
