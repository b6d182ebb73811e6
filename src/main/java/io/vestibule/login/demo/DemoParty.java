package io.vestibule.login.demo;

import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.view.ErrorView;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.ErrorView.Label;
import io.vestibule.realm.BaseUrl;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** One demo application: its addresses, what it remembers, and its pages for what went wrong. */
public final class DemoParty {
    private final String name;
    private final DemoMemory memory;
    private final ErrorPages errors;
    private final BaseUrl base;

    DemoParty(String name, DemoMemory memory, ErrorPages errors, BaseUrl base) {
        this.name = name;
        this.memory = memory;
        this.errors = errors;
        this.base = base;
    }

    public URI home(RealmName realm) {
        return at(realm, "");
    }

    public URI at(RealmName realm, String path) {
        return URI.create(base.issuer(realm) + "/" + name + path);
    }

    /** A login is under way; what is needed when it comes back goes with the browser. */
    public BrowserCookie leave(RealmName realm, Record away) {
        return memory.leave(in(realm), away);
    }

    /** The login this browser began here, when it began not too long ago. */
    public <T extends Record> Optional<T> comeBack(RealmName realm, Visitor visitor, Class<T> type) {
        return memory.comeBack(in(realm), visitor, type);
    }

    public BrowserCookie forgetAway(RealmName realm) {
        DemoMemory.Whose whose = in(realm);
        return BrowserCookie.gone(whose.awayCookie(), whose.path());
    }

    /** What a verified login gave; for ten minutes, and for this browser only. */
    public BrowserCookie keep(RealmName realm, Record told) {
        return memory.keep(in(realm), told);
    }

    public <T extends Record> Optional<T> kept(RealmName realm, Visitor visitor, Class<T> type) {
        return memory.kept(in(realm), visitor, type);
    }

    public <T extends Record> Optional<T> take(RealmName realm, Visitor visitor, Class<T> type) {
        return memory.take(in(realm), visitor, type);
    }

    public BrowserCookie forget(RealmName realm) {
        DemoMemory.Whose whose = in(realm);
        return BrowserCookie.gone(whose.keptCookie(), whose.path());
    }

    /** Nobody began here what comes back. */
    public BrowserReply lost(RealmName realm, RelyingPartyId itself, Visitor visitor) {
        return refused(realm, itself, visitor, Kind.FLOW_LOST, "no-login-of-this-browser", "", "");
    }

    public BrowserReply unreachable(RealmName realm, RelyingPartyId itself, Visitor visitor, String detail) {
        return refused(realm, itself, visitor, Kind.UPSTREAM_UNREACHABLE, "realm-unreachable", "", detail);
    }

    public BrowserReply rejected(
            RealmName realm, RelyingPartyId itself, Visitor visitor, AuthnOutcome.Rejected rejected) {
        return refused(
                realm,
                itself,
                visitor,
                rejected.kind() == AuthnOutcome.Rejection.INVALID_MESSAGE
                        ? Kind.UPSTREAM_REJECTED
                        : Kind.UPSTREAM_DENIED,
                rejected.reason(),
                rejected.expected(),
                rejected.actual());
    }

    private BrowserReply refused(
            RealmName realm,
            RelyingPartyId itself,
            Visitor visitor,
            Kind kind,
            String reason,
            String expected,
            String actual) {
        Circumstances at = Circumstances.from(visitor.address()).at(itself);
        return errors.page(
                kind,
                new Refusal(realm, at, name, reason, expected, actual),
                Optional.empty(),
                Optional.empty(),
                List.of(new ErrorView.WayOn(Label.TRY_AGAIN, home(realm))));
    }

    private DemoMemory.Whose in(RealmName realm) {
        return new DemoMemory.Whose(realm, name, base.realmPath(realm) + "/" + name);
    }
}
