package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionRef;
import io.vestibule.keys.Sealer;
import io.vestibule.login.BrowserBinding;
import io.vestibule.login.BrowserSessions;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.logout.ApplicationLogout.Application;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RelyingParty;
import io.vestibule.records.RecordText;
import io.vestibule.session.Session;
import io.vestibule.session.SessionCookie;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Signs a person out of this browser's session. Without a hint that names this very session the person confirms first: a
 * link or an image on a foreign page must not sign anybody out (OpenID Connect RP-Initiated Logout §2, §6).
 */
@ApplicationScoped
public class Logout {
    private static final String USE = "logout";
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Realms realms;
    private final BrowserSessions browserSessions;
    private final SessionCookie cookie;
    private final EndedCookies cookies;
    private final EndedUnseen unseen;
    private final ApplicationLogout applications;
    private final BrowserRound round;
    private final LiveReport report;
    private final BrowserBinding binding;
    private final Sealer sealer;
    private final ErrorPages errors;
    private final BaseUrl base;
    private final Clock clock;

    Logout(
            Realms realms,
            BrowserSessions browserSessions,
            SessionCookie cookie,
            EndedCookies cookies,
            EndedUnseen unseen,
            ApplicationLogout applications,
            BrowserRound round,
            LiveReport report,
            BrowserBinding binding,
            Sealer sealer,
            ErrorPages errors,
            BaseUrl base,
            Clock clock) {
        this.realms = realms;
        this.browserSessions = browserSessions;
        this.cookie = cookie;
        this.cookies = cookies;
        this.unseen = unseen;
        this.applications = applications;
        this.round = round;
        this.report = report;
        this.binding = binding;
        this.sealer = sealer;
        this.errors = errors;
        this.base = base;
        this.clock = clock;
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
        List<SignedIn> here = browserSessions.of(realm.get(), visitor);
        Optional<SignedIn> hinted =
                here.stream().filter(one -> isHinted(one, request)).findFirst();
        if (here.isEmpty() || hinted.isEmpty() && !others.isEmpty()) { // that one ended meanwhile
            return done(realm.get(), request, here, others, visitor);
        }
        return hinted.map(one -> end(realm.get(), request, one, here, others, visitor))
                .orElseGet(() -> confirm(realm.get(), request, meant(here, request), visitor));
    }

    /** The person answered the confirmation; {@code flow} is bound to the browser that was asked. */
    public BrowserReply confirmed(RealmName name, String flow, LogoutAnswer answer, Visitor visitor) {
        Optional<Realm> realm = realms.find(name);
        Optional<Confirming> confirming =
                sealer.open(name, USE, flow).map(text -> RecordText.read(text, Confirming.class));
        if (realm.isEmpty()) {
            return notFound(name, visitor);
        }
        boolean ours = confirming
                .filter(asked -> binding.matches(asked.browser(), visitor))
                .filter(asked ->
                        Instant.ofEpochSecond(asked.startedAt()).plus(PATIENCE).isAfter(clock.instant()))
                .isPresent();
        if (!ours) {
            return errors.page(
                    Kind.FLOW_LOST,
                    new Refusal(name, Circumstances.from(visitor.address()), USE, "confirmation-not-of-this-browser"),
                    Optional.empty(),
                    Optional.empty());
        }
        LogoutRequest request = confirming.get().request();
        List<SignedIn> here = browserSessions.of(realm.get(), visitor);
        Optional<SignedIn> asked = here.stream()
                .filter(one ->
                        one.session().id().toString().equals(confirming.get().session()))
                .findFirst();
        return switch (answer) {
            case LogoutAnswer.Nowhere no ->
                new BrowserReply.Redirect(request.returnTo().orElse(base.issuer(name)));
            case LogoutAnswer.Everywhere yes ->
                asked.map(one -> end(realm.get(), request, one, here, List.of(), visitor))
                        .orElseGet(() -> done(realm.get(), request, here, List.of(), visitor));
            case LogoutAnswer.Only(String application) ->
                asked.map(one -> leave(realm.get(), request, one.session(), application, visitor))
                        .orElseGet(() -> done(realm.get(), request, here, List.of(), visitor));
        };
    }

    /** Signs out of one application of a session of this browser, whose person asked for it on a page of ours. */
    public BrowserReply leave(Realm realm, Session session, String application, Visitor visitor) {
        return leave(realm, LogoutRequest.nothing(realm.name()), session, application, visitor);
    }

    private BrowserReply leave(
            Realm realm, LogoutRequest request, Session session, String application, Visitor visitor) {
        BrowserBinding.Mark browser = binding.mark(visitor);
        Farewell farewell = Farewell.of(realm, base.issuer(realm.name()), browser.digest(), request);
        Optional<Application> left = applications.find(realm.name(), session.id(), application);
        if (left.isEmpty()) { // by now it takes no part
            return new BrowserReply.Redirect(request.returnTo().orElse(base.issuer(realm.name())));
        }
        Deadline deadline = Deadline.fromNow();
        LogoutReport told = applications.end(
                realm.name(), session.ref(), left.get(), reason(request), Circumstances.from(visitor.address()));
        return round.begin(farewell.ofOnly(left.map(Application::name)).after(told), told, Optional.empty(), deadline)
                .with(browser.cookies());
    }

    private static String reason(LogoutRequest request) {
        return request.relyingParty().isPresent() ? "relying-party" : "person";
    }

    /** All of them, or only the one that asks. */
    private List<Application> offered(Realm realm, LogoutRequest request, Session session) {
        return applications.in(realm.name(), session.id()).stream()
                .filter(one -> request.relyingParty()
                        .map(asking -> asking.value().equals(one.id()))
                        .orElse(true))
                .toList();
    }

    /** What the confirmation page carries, sealed. */
    private record Confirming(
            String browser,
            long startedAt,
            Optional<String> relyingParty,
            Optional<String> returnTo,
            String realm,
            String session,
            List<String> languages) {
        LogoutRequest request() {
            return new LogoutRequest(
                            new RealmName(realm),
                            relyingParty.map(RelyingPartyId::new),
                            Optional.empty(),
                            Optional.empty(),
                            returnTo.map(URI::create))
                    .hinting(Optional.empty(), languages);
        }
    }

    /** A hint with a sid names that session; without one, any session of that person in this browser. */
    private static boolean isHinted(SignedIn one, LogoutRequest request) {
        return request.hintedUser().filter(one.user().id()::equals).isPresent()
                && request.hintedSession().map(one.session().id()::equals).orElse(true);
    }

    /** RP-Initiated Logout §2, logout_hint: who is asked about; the current one when it fits nobody. */
    private static SignedIn meant(List<SignedIn> here, LogoutRequest request) {
        return here.stream()
                .filter(one -> request.hint()
                        .filter(hint -> hint.equalsIgnoreCase(one.user().username())
                                || one.user()
                                        .email()
                                        .filter(hint::equalsIgnoreCase)
                                        .isPresent()
                                || hint.equals(one.session().id().toString()))
                        .isPresent())
                .findFirst()
                .orElse(here.getFirst());
    }

    private BrowserReply confirm(Realm realm, LogoutRequest request, SignedIn current, Visitor visitor) {
        BrowserBinding.Mark mark = binding.mark(visitor);
        Confirming confirming = new Confirming(
                mark.digest(),
                clock.instant().getEpochSecond(),
                request.relyingParty().map(Object::toString),
                request.returnTo().map(URI::toString),
                realm.name().value(),
                current.session().id().toString(),
                request.languages());
        ConfirmLogoutView view = new ConfirmLogoutView(
                Optional.of(realm.name()),
                URI.create(base.issuer(realm.name()) + "/logout/confirm"),
                sealer.seal(realm.name(), USE, RecordText.write(confirming)),
                request.relyingParty().flatMap(realm::relyingParty).map(RelyingParty::displayName),
                current.user().displayName(),
                offered(realm, request, current.session()),
                request.languages());
        List<URI> destinations = request.returnTo().map(List::of).orElse(List.of());
        return new BrowserReply.Page(200, view, destinations, mark.cookies());
    }

    private BrowserReply end(
            Realm realm,
            LogoutRequest request,
            SignedIn one,
            List<SignedIn> here,
            List<Session> others,
            Visitor visitor) {
        Ending how = how(request, visitor);
        round.lookAhead(realm, one.session());
        List<Session> meant = new ArrayList<>(others);
        meant.addFirst(one.session());
        SessionRef own = one.session().ref();
        Map<SessionRef, LogoutReport> all = unseen.end(realm, meant, Optional.of(own), how);
        LogoutReport told = Objects.requireNonNull(all.remove(own));
        BrowserBinding.Mark browser = binding.mark(visitor);
        Farewell farewell = Farewell.of(realm, base.issuer(realm.name()), browser.digest(), request);
        BrowserReply reply = round.begin(
                        farewell.after(told).besides(all.values()), told, Optional.of(one.session()), how.deadline())
                .with(browser.cookies());
        return reply.with(cookies.without(realm, List.of(one), here, visitor));
    }

    private static Ending how(LogoutRequest request, Visitor visitor) {
        return Ending.of(reason(request), Circumstances.from(visitor.address()), request.knows());
    }

    /** Whoever was meant is not signed in any more; others may be. */
    private BrowserReply done(
            Realm realm, LogoutRequest request, List<SignedIn> here, List<Session> others, Visitor visitor) {
        BrowserReply reply = report.of(Farewell.of(realm, base.issuer(realm.name()), "", request)
                .besides(unseen.end(realm, others, Optional.empty(), how(request, visitor))
                        .values()));
        boolean hadCookie =
                here.isEmpty() && !cookie.tokens(realm.name(), visitor).isEmpty();
        return reply.with(hadCookie ? cookies.without(realm, here, here, visitor) : cookies.unmarked(realm, visitor));
    }

    private BrowserReply notFound(RealmName realm, Visitor visitor) {
        return errors.page(
                Kind.NOT_FOUND,
                new Refusal(realm, Circumstances.from(visitor.address()), USE, "no-such-realm"),
                Optional.empty(),
                Optional.empty());
    }
}
