package io.vestibule.logout;

import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.keys.Sealer;
import io.vestibule.login.BrowserBinding;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.logout.ApplicationLogout.Application;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.records.RecordText;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** "Do you want to sign out?": asked where no hint names the session, and answered in the same browser. */
@ApplicationScoped
class LogoutQuestion {
    private static final String USE = "logout";
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final ApplicationLogout applications;
    private final BrowserBinding binding;
    private final Sealer sealer;
    private final BaseUrl base;
    private final Clock clock;

    LogoutQuestion(ApplicationLogout applications, BrowserBinding binding, Sealer sealer, BaseUrl base, Clock clock) {
        this.applications = applications;
        this.binding = binding;
        this.sealer = sealer;
        this.base = base;
        this.clock = clock;
    }

    /** What the page carries, sealed. */
    record Asked(
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

        /** To be asked again. */
        LogoutRequest aboutTheSame() {
            return request().hinting(Optional.of(session), languages);
        }
    }

    /** The page that asks. */
    BrowserReply ask(Realm realm, LogoutRequest request, List<SignedIn> here, Visitor visitor) {
        SignedIn current = meant(here, request);
        BrowserBinding.Mark mark = binding.mark(visitor);
        Asked asked = new Asked(
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
                sealer.seal(realm.name(), USE, RecordText.write(asked)),
                request.relyingParty().flatMap(realm::relyingParty).map(RelyingParty::displayName),
                current.user().displayName(),
                offered(realm, request, current.session()),
                request.languages());
        List<URI> destinations = request.returnTo().map(List::of).orElse(List.of());
        return new BrowserReply.Page(200, view, destinations, mark.cookies());
    }

    /** What was asked; nothing when that was in another browser, or too long ago. */
    Optional<Asked> answered(RealmName realm, String flow, Visitor visitor) {
        return sealer.open(realm, USE, flow)
                .map(text -> RecordText.read(text, Asked.class))
                .filter(asked -> binding.matches(asked.browser(), visitor))
                .filter(asked ->
                        Instant.ofEpochSecond(asked.startedAt()).plus(PATIENCE).isAfter(clock.instant()));
    }

    /** Whether the person has entered that application since: then they were not asked about what they have there now. */
    boolean isOld(Asked asked, String application) {
        Instant then = Instant.ofEpochSecond(asked.startedAt()).plusSeconds(1);
        return SessionId.parse(asked.session())
                .filter(session -> applications.isEnteredAfter(session, application, then))
                .isPresent();
    }

    /** All of them, or only the one that asks. */
    private List<Application> offered(Realm realm, LogoutRequest request, Session session) {
        return applications.in(realm.name(), session.id()).stream()
                .filter(one -> request.relyingParty()
                        .map(asking -> asking.value().equals(one.id()))
                        .orElse(true))
                .toList();
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
}
