package io.vestibule.login;

import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Identities;
import io.vestibule.directory.LinkOutcome;
import io.vestibule.directory.MergePolicy;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.login.LinkHandle.Purpose;
import io.vestibule.login.PendingLogin.Linking;
import io.vestibule.login.PendingLogin.Linking.Proof;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.LinkView;
import io.vestibule.login.view.NewcomerView;
import io.vestibule.mapping.MappedPerson;
import io.vestibule.mapping.Mapping;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.AuthnRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Two accounts of one person become one: both are proven, shown as they are and as they will be, and confirmed. */
@ApplicationScoped
public class LinkStep {
    private final LoginFlow flow;
    private final ProvenLinks proven;
    private final LinkProofs proofs;
    private final FlowSeal seal;
    private final BrowserBinding binding;
    private final LoginUrls urls;
    private final Mapping mapping;
    private final LinkRules rules;
    private final Identities identities;
    private final Admission admission;
    private final Release release;
    private final Clock clock;

    LinkStep(
            LoginFlow flow,
            ProvenLinks proven,
            LinkProofs proofs,
            FlowSeal seal,
            BrowserBinding binding,
            LoginUrls urls,
            Mapping mapping,
            LinkRules rules,
            Identities identities,
            Admission admission,
            Release release,
            Clock clock) {
        this.flow = flow;
        this.proven = proven;
        this.proofs = proofs;
        this.seal = seal;
        this.binding = binding;
        this.urls = urls;
        this.mapping = mapping;
        this.rules = rules;
        this.identities = identities;
        this.admission = admission;
        this.release = release;
        this.clock = clock;
    }

    /**
     * Somebody who proved a short time ago who they are leaves to prove another account as well.
     *
     * @param away what is asked of the other side
     * @param then where it goes on once that is done
     * @param onceLinked the same where they are linked
     */
    public BrowserReply.Redirect start(
            AuthnRequest away,
            AuthnRequest then,
            AuthnRequest onceLinked,
            SignedIn who,
            ConnectorId connector,
            Visitor visitor) {
        RealmName realm = away.realm();
        BrowserBinding.Mark mark = binding.mark(visitor);
        Linking.Wish wish =
                new Linking.Wish(who.session().id(), who.user().id(), connector, mark.digest(), then, onceLinked);
        LinkHandle handle = proofs.wish(realm, wish);
        PendingLogin.Choosing choosing =
                new PendingLogin.Choosing(away, mark.digest(), clock.instant(), false, Optional.of(handle));
        return new BrowserReply.Redirect(urls.leave(realm, connector, seal.seal(realm, "", choosing)))
                .with(mark.cookies());
    }

    /** "Are you here already?" */
    public BrowserReply newcomer(RealmName realm, String sealed, Visitor visitor) {
        return proven.waiting(
                realm,
                sealed,
                visitor,
                (context, linking, proof) -> new BrowserReply.Page(
                        200,
                        new NewcomerView(
                                Optional.of(realm),
                                context.view(),
                                urls.newcomerAction(realm),
                                sealed,
                                name(context.realm(), proof.connector()),
                                shown(proof)),
                        List.of(context.request().replyTo()),
                        List.of()));
    }

    /** The newcomer has an account here and proves it now, or goes on as somebody new. */
    public BrowserReply answer(RealmName realm, String sealed, boolean mine, Visitor visitor) {
        return proven.waiting(realm, sealed, visitor, (context, linking, proof) -> {
            if (mine) {
                LoginContext proving = context.linking(Optional.of(new LinkHandle(linking.handle(), Purpose.NEWCOMER)));
                return new BrowserReply.Redirect(urls.choose(realm, flow.retry(proving, visitor)));
            }
            return proofs.take(realm, linking.handle(), visitor)
                    .map(taken -> admission.admitApart(
                            context.vouched(LinkProofs.came(taken)),
                            LinkProofs.identity(taken),
                            flow.retry(context, visitor),
                            visitor))
                    .orElseGet(() -> flow.begin(linking.request(), visitor));
        });
    }

    /** Both accounts, as they are and as they will be. */
    public BrowserReply page(RealmName realm, String sealed, Visitor visitor) {
        return proven.both(
                realm,
                sealed,
                visitor,
                (context, linking, proof, who) -> new BrowserReply.Page(
                        200,
                        view(context, sealed, proof, who.user()),
                        List.of(context.request().replyTo()),
                        List.of()));
    }

    /** Linked when the person says so; on with what the login was for, either way. */
    public BrowserReply decide(RealmName realm, String sealed, boolean yes, Visitor visitor) {
        return proven.both(realm, sealed, visitor, (context, linking, proof, who) -> {
            Optional<Proof> taken = proofs.take(realm, linking.handle(), visitor);
            if (taken.isEmpty()) {
                return proofs.lost(realm, visitor, "link-used-or-expired");
            }
            if (!yes) {
                return release.release(context, who.session(), who.user(), visitor);
            }
            return switch (rules.of(context.realm(), LinkProofs.identity(taken.get()), who.user())) {
                case LinkRules.Word.Refused(Kind kind, String reason) ->
                    proofs.refused(realm, taken.get(), visitor, kind, reason);
                case LinkRules.Word.Welcome welcome -> linked(context, taken.get(), welcome.person(), who, visitor);
            };
        });
    }

    private BrowserReply linked(
            LoginContext context, Proof proof, Optional<MappedPerson> person, SignedIn who, Visitor visitor) {
        RealmName realm = context.realm().name();
        LinkOutcome outcome = identities.link(
                context.realm(),
                who.user().id(),
                proof.connector(),
                proof.subject(),
                person,
                Circumstances.from(visitor.address()).in(who.session().id()));
        LoginContext onwards = proof.onceLinked().map(context::asking).orElse(context);
        return switch (outcome) {
            case LinkOutcome.Done(User user) -> release.release(onwards, who.session(), user, visitor);
            case LinkOutcome.AlreadyTheirs(User user) -> release.release(onwards, who.session(), user, visitor);
            case LinkOutcome.OfAnother other -> proofs.lost(realm, visitor, "link-leads-to-another");
            case LinkOutcome.Unknown gone -> proofs.lost(realm, visitor, "link-connector-gone");
            case LinkOutcome.LastWayIn never -> proofs.lost(realm, visitor, "link-last-way-in");
        };
    }

    private LinkView view(LoginContext context, String sealed, Proof proof, User user) {
        RealmName realm = context.realm().name();
        List<LinkView.Way> ways = identities.of(realm, user.id()).stream()
                .map(one -> new LinkView.Way(name(context.realm(), one.connector()), one.subject()))
                .toList();
        Optional<String> other = identities
                .owner(realm, proof.connector(), proof.subject())
                .filter(owner -> !owner.id().equals(user.id()))
                .map(User::username);
        return new LinkView(
                Optional.of(realm),
                urls.linkAction(realm),
                sealed,
                user.displayName(),
                user.username(),
                user.hasPassword(),
                ways,
                new LinkView.Way(name(context.realm(), proof.connector()), shown(proof)),
                other,
                other.filter(taken -> MergePolicy.of(context.realm()).byPeople())
                        .map(taken -> urls.merge(realm, sealed, false)));
    }

    /** Something by which the person knows that account again. */
    private String shown(Proof proof) {
        UpstreamIdentity identity = LinkProofs.identity(proof);
        MappedPerson person = mapping.map(identity);
        return person.email().orElse(person.username());
    }

    private static String name(Realm realm, ConnectorId connector) {
        return realm.connector(connector).map(ConnectorDeclaration::displayName).orElse(connector.value());
    }
}
