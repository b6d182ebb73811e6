package io.vestibule.login;

import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.Claims;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.identity.UserId;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.login.LinkHandle.Purpose;
import io.vestibule.login.PendingLogin.Linking;
import io.vestibule.login.PendingLogin.Linking.Proof;
import io.vestibule.login.PendingLogin.Linking.Stored;
import io.vestibule.login.PendingLogin.Linking.Wish;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.AuthnRequest.Interaction;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was proven towards linking two accounts: for this browser, this session and this upstream identity alone, for a few
 * minutes, and used once.
 */
@ApplicationScoped
class LinkProofs {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String WISH = "link-wish";
    private static final String PROOF = "link-proof-3"; // the second kind did not say when it was issued
    private static final String FACTOR = "link-factor";

    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final FlowSeal seal;
    private final BrowserBinding binding;
    private final BrowserSessions sessions;
    private final LoginUrls urls;
    private final ErrorPages errors;
    private final Clock clock;

    LinkProofs(
            ExpiringRecords records,
            RandomTokens tokens,
            FlowSeal seal,
            BrowserBinding binding,
            BrowserSessions sessions,
            LoginUrls urls,
            ErrorPages errors,
            Clock clock) {
        this.records = records;
        this.tokens = tokens;
        this.seal = seal;
        this.binding = binding;
        this.sessions = sessions;
        this.urls = urls;
        this.errors = errors;
        this.clock = clock;
    }

    /** Somebody signed in is about to leave for the account that they want to link. */
    LinkHandle wish(RealmName realm, Wish wish) {
        return new LinkHandle(keep(realm, WISH, wish), Purpose.WISH);
    }

    /** They are back from there with {@code identity}: both are proven. */
    BrowserReply wished(LoginContext context, UpstreamIdentity identity, Visitor visitor) {
        RealmName realm = context.realm().name();
        Optional<Wish> wish = context.link()
                .flatMap(handle -> records.take(WISH, handle.value()))
                .flatMap(text -> seal.open(realm, WISH, Wish.class, text));
        if (wish.isEmpty()) {
            return lost(realm, visitor, "link-used-or-expired");
        }
        if (!wish.get().connector().equals(identity.connector())) {
            return lost(realm, visitor, "link-of-another-connector");
        }
        Stored to = new Stored(wish.get().session(), wish.get().user());
        if (!binding.matches(wish.get().browser(), visitor)
                || signedIn(context, to, visitor).isEmpty()) {
            return lost(realm, visitor, "link-without-its-session");
        }
        return toConfirm(
                realm,
                proof(
                        identity,
                        Optional.of(to),
                        wish.get().browser(),
                        clock.instant().plus(PATIENCE),
                        Optional.of(wish.get().onceLinked())),
                wish.get().then());
    }

    /** Somebody comes for the first time, and is asked whether they are here already. */
    BrowserReply newcomer(LoginContext context, UpstreamIdentity identity, Visitor visitor) {
        RealmName realm = context.realm().name();
        BrowserBinding.Mark mark = binding.mark(visitor);
        String handle = keep(
                realm,
                PROOF,
                proof(identity, Optional.empty(), mark.digest(), clock.instant().plus(PATIENCE), Optional.empty()));
        return new BrowserReply.Redirect(urls.newcomer(realm, sealed(realm, context.request(), handle)))
                .with(mark.cookies());
    }

    /** The newcomer proved the account that they have here; nothing when what they came with has expired. */
    Optional<BrowserReply> proven(LoginContext context, Session session, Visitor visitor) {
        RealmName realm = context.realm().name();
        if (!isFresh(session) && !context.request().demands(Interaction.FORCE_AUTHN)) {
            return context.link().map(handle -> again(context, handle, visitor));
        }
        return context.link()
                .flatMap(handle -> take(realm, handle.value(), visitor))
                .map(proof -> toConfirm(
                        realm,
                        proof(
                                identity(proof),
                                Optional.of(new Stored(session.id(), session.user())),
                                proof.browser(),
                                proof.until(),
                                proof.onceLinked()),
                        context.request()));
    }

    /** Whoever let them through is told that they are to prove themselves; what they came with waits. */
    private BrowserReply again(LoginContext context, LinkHandle handle, Visitor visitor) {
        RealmName realm = context.realm().name();
        BrowserBinding.Mark mark = binding.mark(visitor);
        PendingLogin.Choosing anew = new PendingLogin.Choosing(
                context.request().provingAnew(), mark.digest(), clock.instant(), false, Optional.of(handle));
        return new BrowserReply.Redirect(urls.choose(realm, seal.seal(realm, "", anew))).with(mark.cookies());
    }

    private BrowserReply toConfirm(RealmName realm, Proof proof, AuthnRequest then) {
        return new BrowserReply.Redirect(urls.link(realm, sealed(realm, then, keep(realm, PROOF, proof))));
    }

    /** Still waiting, in this browser. */
    Optional<Proof> peek(RealmName realm, String handle, Visitor visitor) {
        return records.peek(PROOF, handle)
                .flatMap(text -> seal.open(realm, PROOF, Proof.class, text))
                .filter(proof -> proof.until().isAfter(clock.instant()))
                .filter(proof -> binding.matches(proof.browser(), visitor));
    }

    /** Of two answers at once one gets it; another browser gets nothing, and takes nothing away. */
    Optional<Proof> take(RealmName realm, String handle, Visitor visitor) {
        return peek(realm, handle, visitor)
                .flatMap(seen -> records.take(PROOF, handle))
                .flatMap(text -> seal.open(realm, PROOF, Proof.class, text));
    }

    /** With what waits under this handle a second factor of {@code other} was shown. */
    void showedFactor(String handle, UserId other) {
        records.put(FACTOR, handle, other.toString(), clock.instant().plus(PATIENCE));
    }

    boolean hasShownFactor(String handle, UserId other) {
        return records.peek(FACTOR, handle).filter(other.toString()::equals).isPresent();
    }

    /** The session that is linked to, when it is one of this browser and still whose it was. */
    Optional<SignedIn> signedIn(LoginContext context, Stored to, Visitor visitor) {
        return sessions.of(context.realm(), visitor).stream()
                .filter(here -> here.session().id().equals(to.session()))
                .filter(here -> here.user().id().equals(to.user()))
                .findFirst();
    }

    static Instant came(Proof proof) {
        return proof.until().minus(PATIENCE);
    }

    static UpstreamIdentity identity(Proof proof) {
        return new UpstreamIdentity(
                proof.connector(),
                proof.subject(),
                new Claims(proof.claims()),
                proof.context(),
                new UpstreamSession(proof.upstreamSession(), proof.logoutHint().map(Secret::new), proof.issued()));
    }

    BrowserReply lost(RealmName realm, Visitor visitor, String reason) {
        return errors.page(
                Kind.FLOW_LOST,
                new Refusal(realm, Circumstances.from(visitor.address()), "link", reason),
                Optional.empty(),
                Optional.empty());
    }

    /** Both are proven, and the realm does not let the other one in. */
    BrowserReply refused(RealmName realm, Proof proof, Visitor visitor, Kind kind, String reason) {
        return errors.page(
                kind,
                new Refusal(realm, Circumstances.from(visitor.address()).by(proof.connector()), "link", reason),
                Optional.empty(),
                Optional.empty());
    }

    private static Proof proof(
            UpstreamIdentity identity,
            Optional<Stored> to,
            String browser,
            Instant until,
            Optional<AuthnRequest> onceLinked) {
        return new Proof(
                to,
                identity.connector(),
                identity.subject(),
                identity.claims().values(),
                identity.context(),
                identity.upstreamSession().id(),
                identity.upstreamSession().logoutHint().map(Secret::reveal),
                identity.upstreamSession().issued(),
                browser,
                until,
                onceLinked);
    }

    /**
     * Whether they proved who they are no longer ago than the proof of the other account may be. When the session began says nothing
     * of it: an upstream may have let them through without a question.
     */
    boolean isFresh(Session session) {
        return session.context().authnInstant().isAfter(clock.instant().minus(PATIENCE));
    }

    private String keep(RealmName realm, String kind, Record half) {
        String handle = tokens.next();
        records.put(kind, handle, seal.seal(realm, kind, half), clock.instant().plus(PATIENCE));
        return handle;
    }

    private String sealed(RealmName realm, AuthnRequest request, String handle) {
        return seal.seal(realm, "", new Linking(request, handle));
    }
}
