package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.login.BrowserBinding;
import io.vestibule.login.BrowserSessions;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.Session;
import io.vestibule.session.SessionCookie;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Signs a person out of this browser's session. Without a hint that names this very session the person confirms first: a
 * link or an image on a foreign page must not sign anybody out (OpenID Connect RP-Initiated Logout §2, §6).
 */
@ApplicationScoped
public class Logout {
    private static final String USE = "logout";

    private final Realms realms;
    private final BrowserSessions browserSessions;
    private final SessionCookie cookie;
    private final EndedCookies cookies;
    private final EndedUnseen unseen;
    private final BrowserLogout ending;
    private final LogoutQuestion questions;
    private final BrowserLeave leaving;
    private final LiveReport report;
    private final BrowserBinding binding;
    private final ErrorPages errors;
    private final BaseUrl base;

    Logout(
            Realms realms,
            BrowserSessions browserSessions,
            SessionCookie cookie,
            EndedCookies cookies,
            EndedUnseen unseen,
            BrowserLogout ending,
            LogoutQuestion questions,
            BrowserLeave leaving,
            LiveReport report,
            BrowserBinding binding,
            ErrorPages errors,
            BaseUrl base) {
        this.realms = realms;
        this.browserSessions = browserSessions;
        this.cookie = cookie;
        this.cookies = cookies;
        this.unseen = unseen;
        this.ending = ending;
        this.questions = questions;
        this.leaving = leaving;
        this.report = report;
        this.binding = binding;
        this.errors = errors;
        this.base = base;
    }

    /** Signs out at once when the hint names a session of this browser, goes on when nobody is signed in, else asks. */
    public BrowserReply begin(LogoutRequest request, Visitor visitor) {
        return begin(request, List.of(), visitor);
    }

    /** The same, and with it ends {@code others}, which that person has elsewhere: one wait for all, and one report. */
    public BrowserReply begin(LogoutRequest request, List<Session> others, Visitor visitor) {
        Optional<Realm> realm = realms.find(request.realm());
        if (realm.isEmpty()) {
            return notFound(request.realm(), visitor);
        }
        List<SignedIn> here = browserSessions.living(realm.get(), visitor);
        Optional<SignedIn> hinted =
                here.stream().filter(one -> isHinted(one, request)).findFirst();
        if (hinted.isPresent()) {
            return end(realm.get(), request, hinted.get(), here, others, visitor);
        }
        if (here.isEmpty() || !others.isEmpty()) { // that one ended meanwhile
            return done(realm.get(), request, here, others, visitor);
        }
        return again(realm.get(), request, here, List.of(), visitor)
                .orElseGet(() -> questions.ask(realm.get(), request, here, visitor));
    }

    /** The person answered the confirmation; {@code flow} is bound to the browser that was asked. */
    public BrowserReply confirmed(RealmName name, String flow, LogoutAnswer answer, Visitor visitor) {
        Optional<Realm> realm = realms.find(name);
        if (realm.isEmpty()) {
            return notFound(name, visitor);
        }
        Optional<LogoutQuestion.Asked> question = questions.answered(name, flow, visitor);
        if (question.isEmpty()) {
            return errors.page(
                    Kind.FLOW_LOST,
                    new Refusal(name, Circumstances.from(visitor.address()), USE, "confirmation-not-of-this-browser"),
                    Optional.empty(),
                    Optional.empty());
        }
        LogoutRequest request = question.get().request();
        LogoutRequest hinting = request.naming(SessionId.parse(question.get().session()));
        List<SignedIn> here = browserSessions.living(realm.get(), visitor);
        Optional<SignedIn> asked = here.stream()
                .filter(one ->
                        one.session().id().toString().equals(question.get().session()))
                .findFirst();
        return switch (answer) {
            case LogoutAnswer.Nowhere no ->
                new BrowserReply.Redirect(request.returnTo().orElse(base.issuer(name)));
            case LogoutAnswer.Everywhere yes ->
                asked.map(one -> end(realm.get(), request, one, here, List.of(), visitor))
                        .orElseGet(() -> done(realm.get(), hinting, here, List.of(), visitor));
            case LogoutAnswer.Only(String application) ->
                asked.map(one -> questions.isOld(question.get(), application)
                                ? questions.ask(realm.get(), question.get().aboutTheSame(), here, visitor)
                                : leave(realm.get(), request, one.session(), application, visitor))
                        .orElseGet(() -> done(realm.get(), hinting, here, List.of(), visitor));
        };
    }

    /** Signs out of one application of a session of this browser, whose person asked for it on a page of ours. */
    public BrowserReply leave(Realm realm, Session session, String application, Visitor visitor) {
        return leave(realm, LogoutRequest.nothing(realm.name()), session, application, visitor);
    }

    private BrowserReply leave(
            Realm realm, LogoutRequest request, Session session, String application, Visitor visitor) {
        BrowserBinding.Mark browser = binding.mark(visitor);
        return leaving.leave(
                        new BrowserLeave.Wish(realm, request, browser.digest(), session.ref(), application),
                        Circumstances.from(visitor.address()))
                .with(browser.cookies());
    }

    /** A hint with a sid names that session; without one, any session of that person in this browser. */
    private static boolean isHinted(SignedIn one, LogoutRequest request) {
        return request.hintedUser().filter(one.user().id()::equals).isPresent()
                && request.hintedSession().map(one.session().id()::equals).orElse(true);
    }

    /** Who signs out is out: of all that they have in this browser, by however many ways they came. Others there stay. */
    private BrowserReply end(
            Realm realm,
            LogoutRequest request,
            SignedIn one,
            List<SignedIn> here,
            List<Session> others,
            Visitor visitor) {
        UserId person = one.user().id();
        List<SignedIn> over =
                here.stream().filter(other -> other.user().id().equals(person)).toList();
        List<Session> own = over.stream().map(SignedIn::session).toList();
        List<Session> elsewhere =
                others.stream().filter(session -> !isOneOf(own, session)).toList();
        BrowserBinding.Mark browser = binding.mark(visitor);
        Ending.InBrowser asking = new Ending.InBrowser(browser.digest(), own);
        BrowserReply reply = ending.end(realm, request, asking, elsewhere, how(request, visitor))
                .with(browser.cookies());
        return reply.with(cookies.without(realm, over, here, visitor));
    }

    private static boolean isOneOf(List<Session> sessions, Session session) {
        return sessions.stream().map(Session::id).anyMatch(session.id()::equals);
    }

    private static Ending how(LogoutRequest request, Visitor visitor) {
        return Ending.of(request.reason(), Circumstances.from(visitor.address()), request.knows());
    }

    /** Whoever was meant is not signed in any more; others may be. */
    private BrowserReply done(
            Realm realm, LogoutRequest request, List<SignedIn> here, List<Session> others, Visitor visitor) {
        Collection<LogoutReport> elsewhere =
                unseen.end(realm, others, List.of(), how(request, visitor)).values();
        BrowserReply reply = again(realm, request, here, elsewhere, visitor)
                .orElseGet(() -> report.of(Farewell.to(Asker.of("", request), realm, base.issuer(realm.name()))
                        .besides(elsewhere)));
        if (cookie.tokens(realm.name(), visitor)
                .isEmpty()) { // an image on a foreign page, say: it does not know who is here
            return reply;
        }
        return reply.with(
                here.isEmpty() ? cookies.without(realm, here, here, visitor) : cookies.marking(realm, here, visitor));
    }

    /** What came of it when this browser signed out of the session that the request names; nothing when it did not, lately. */
    public Optional<BrowserReply> again(LogoutRequest request, Visitor visitor) {
        return realms.find(request.realm())
                .flatMap(realm -> again(realm, request, browserSessions.living(realm, visitor), List.of(), visitor));
    }

    /** What came of it when this browser signed out of that session, if nobody it was of is back. */
    private Optional<BrowserReply> again(
            Realm realm,
            LogoutRequest request,
            List<SignedIn> here,
            Collection<LogoutReport> elsewhere,
            Visitor visitor) {
        String browser = binding.mark(visitor).digest();
        return request.hintedSession()
                .flatMap(session -> ending.again(
                        realm,
                        request,
                        session,
                        browser,
                        over -> here.stream()
                                .anyMatch(
                                        one -> one.user().id().equals(over.ref().user())),
                        elsewhere));
    }

    private BrowserReply notFound(RealmName realm, Visitor visitor) {
        return errors.page(
                Kind.NOT_FOUND,
                new Refusal(realm, Circumstances.from(visitor.address()), USE, "no-such-realm"),
                Optional.empty(),
                Optional.empty());
    }
}
