package io.vestibule.login;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Identities;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.MergeOutcome;
import io.vestibule.directory.MergePlan;
import io.vestibule.directory.MergePolicy;
import io.vestibule.directory.Merging;
import io.vestibule.directory.PasscodeCheck;
import io.vestibule.directory.RecoveryCodes;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.directory.User;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.login.PendingLogin.Linking.Proof;
import io.vestibule.login.view.MergeView;
import io.vestibule.login.view.MergeView.Obstacle;
import io.vestibule.login.view.MergeView.Problem;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The account elsewhere that somebody would link leads to another user here: both are proven, shown, and become one. */
@ApplicationScoped
public class MergeStep {
    private static final String STEP = "merge";
    private static final String BETWEEN = " · ";

    private final ProvenLinks proven;
    private final LinkProofs proofs;
    private final LinkRules linkRules;
    private final MergeRules rules;
    private final Merging merging;
    private final Identities identities;
    private final TotpSecrets totp;
    private final RecoveryCodes codes;
    private final LoginThrottle throttle;
    private final Release release;
    private final LoginFlow flow;
    private final LoginUrls urls;
    private final AuditLog audit;

    MergeStep(
            ProvenLinks proven,
            LinkProofs proofs,
            LinkRules linkRules,
            MergeRules rules,
            Merging merging,
            Identities identities,
            TotpSecrets totp,
            RecoveryCodes codes,
            LoginThrottle throttle,
            Release release,
            LoginFlow flow,
            LoginUrls urls,
            AuditLog audit) {
        this.proven = proven;
        this.proofs = proofs;
        this.linkRules = linkRules;
        this.rules = rules;
        this.merging = merging;
        this.identities = identities;
        this.totp = totp;
        this.codes = codes;
        this.throttle = throttle;
        this.release = release;
        this.flow = flow;
        this.urls = urls;
        this.audit = audit;
    }

    /**
     * What was answered.
     *
     * @param keepOther whether the account that was proven second is the one that stays
     * @param passcode of the account that was proven second, or a code on paper; empty where none is asked for
     */
    public record Answer(boolean yes, boolean keepOther, String passcode) {}

    /** Both accounts and what becomes of them. */
    private record Case(
            LoginContext context,
            String handle,
            Proof proof,
            SignedIn who,
            User other,
            boolean keepOther,
            MergePlan plan) {
        Realm realm() {
            return context.realm();
        }
    }

    private interface Step {
        BrowserReply take(Case the);
    }

    /** Both, as they are and as they will be. */
    public BrowserReply page(RealmName realm, String sealed, boolean keepOther, Visitor visitor) {
        return during(realm, sealed, keepOther, visitor, the -> page(the, sealed, Optional.empty()));
    }

    /** One from now on when the person says so; on with what the login was for, either way. */
    public BrowserReply decide(RealmName realm, String sealed, Answer answer, Visitor visitor) {
        return during(realm, sealed, answer.keepOther(), visitor, the -> {
            if (!answer.yes()) {
                proofs.take(realm, the.handle(), visitor);
                return release.release(
                        the.context(), the.who().session(), the.who().user(), visitor);
            }
            return switch (word(the)) {
                case MergeRules.Word.No(Obstacle obstacle, String reason) -> {
                    refuse(the, visitor, reason);
                    yield page(the, sealed, Optional.empty());
                }
                case MergeRules.Word.Asks asks -> {
                    Optional<Problem> problem = problem(the, answer.passcode(), visitor);
                    if (problem.isEmpty()) {
                        proofs.showedFactor(the.handle(), the.other().id());
                    }
                    yield page(the, sealed, problem); // what is in that account is shown now, and asked about
                }
                case MergeRules.Word.Free free -> merge(the, visitor);
            };
        });
    }

    private BrowserReply merge(Case the, Visitor visitor) {
        RealmName realm = the.realm().name();
        if (proofs.take(realm, the.handle(), visitor).isEmpty()) {
            return proofs.lost(realm, visitor, "link-used-or-expired");
        }
        if (linkRules.of(
                        the.realm(),
                        LinkProofs.identity(the.proof()),
                        the.plan().survivor())
                instanceof LinkRules.Word.Refused(var kind, String reason)) {
            return proofs.refused(realm, the.proof(), visitor, kind, reason);
        }
        Merging.Wish wish =
                new Merging.Wish(the.plan().survivor().id(), the.plan().merged().id(), true);
        MergeOutcome outcome = merging.merge(
                the.realm(),
                wish,
                Circumstances.from(visitor.address())
                        .by(the.proof().connector())
                        .in(the.who().session().id()),
                plan -> isStillSo(the, plan));
        return switch (outcome) {
            case MergeOutcome.Refused(String reason) -> proofs.lost(realm, visitor, "merge-" + reason);
            // Their session may be over: it is not the survivor's, or the survivor is asked for more than it showed.
            case MergeOutcome.Done done -> flow.begin(the.context().request(), visitor);
        };
    }

    /** What was proven and allowed, once nobody can change either of them any more. */
    private boolean isStillSo(Case the, MergePlan now) {
        return owner(the.realm(), the.proof()).filter(the.other().id()::equals).isPresent()
                && word(the, now, the.keepOther() ? now.survivor() : now.merged()) instanceof MergeRules.Word.Free;
    }

    /** Nothing when it is right: it counts as used. */
    private Optional<Problem> problem(Case the, String typed, Visitor visitor) {
        if (!throttle.mayTry(visitor.address())) {
            refuse(the, visitor, "address-throttled");
            return Optional.of(Problem.LOCKED);
        }
        PasscodeCheck check = typed.strip().chars().allMatch(Character::isDigit)
                ? totp.verify(the.realm(), the.other(), typed)
                : codes.verify(the.realm(), the.other(), typed); // a code on paper is not of digits alone
        if (check == PasscodeCheck.RIGHT) {
            return Optional.empty();
        }
        throttle.failed(visitor.address());
        refuse(the, visitor, check.reason());
        return Optional.of(check == PasscodeCheck.LOCKED ? Problem.LOCKED : Problem.WRONG);
    }

    private void refuse(Case the, Visitor visitor, String reason) {
        audit.refuse(new Refusal(
                the.realm().name(),
                Circumstances.from(visitor.address())
                        .by(the.proof().connector())
                        .of(the.other().id())
                        .in(the.who().session().id()),
                STEP,
                reason));
    }

    private MergeRules.Word word(Case the) {
        return word(the, the.plan(), the.other());
    }

    private MergeRules.Word word(Case the, MergePlan plan, User other) {
        return rules.of(the.realm(), plan, other, the.proof(), proofs.hasShownFactor(the.handle(), other.id()));
    }

    private BrowserReply page(Case the, String sealed, Optional<Problem> problem) {
        RealmName realm = the.realm().name();
        MergeRules.Word word = word(the);
        Optional<Obstacle> obstacle = word instanceof MergeRules.Word.No(Obstacle which, String reason)
                ? Optional.of(which)
                : Optional.empty();
        boolean free = word instanceof MergeRules.Word.Free; // else no more of the other than the page before said
        MergeView view = new MergeView(
                Optional.of(realm),
                urls.mergeAction(realm),
                sealed,
                the.keepOther() ? "other" : "this",
                urls.merge(realm, sealed, !the.keepOther()),
                person(the, the.plan().survivor(), free),
                person(the, the.plan().merged(), free),
                free ? parts(the) : List.of(),
                word instanceof MergeRules.Word.Asks,
                problem,
                obstacle);
        int status = problem.map(why -> why == Problem.LOCKED ? 429 : 403).orElse(obstacle.isPresent() ? 409 : 200);
        return new BrowserReply.Page(
                status, view, List.of(the.context().request().replyTo()), List.of());
    }

    /** Nobody's who has not shown all that is asked for. */
    private static List<MergePlan.Part> parts(Case the) {
        return the.plan().parts().stream()
                .map(part -> part.kind().equals("identities") ? named(the.realm(), part) : part)
                .toList();
    }

    private static MergeView.Person person(Case the, User user, boolean free) {
        return free || !user.id().equals(the.other().id())
                ? new MergeView.Person(
                        user.displayName(), user.username(), user.id().toString())
                : new MergeView.Person(user.username(), "", "");
    }

    /** Connectors by the names that people know. */
    private static MergePlan.Part named(Realm realm, MergePlan.Part part) {
        return new MergePlan.Part(
                part.kind(), named(realm, part.had()), named(realm, part.comes()), named(realm, part.ends()));
    }

    private static List<String> named(Realm realm, List<String> labels) {
        return labels.stream()
                .map(label -> label.split(BETWEEN, 2))
                .map(parts -> realm.connector(new ConnectorId(parts[0]))
                                .map(ConnectorDeclaration::displayName)
                                .orElse(parts[0])
                        + BETWEEN
                        + parts[1])
                .toList();
    }

    private BrowserReply during(RealmName realm, String sealed, boolean keepOther, Visitor visitor, Step step) {
        return proven.both(realm, sealed, visitor, (context, linking, proof, who) -> {
            Optional<UserId> other = owner(context.realm(), proof)
                    .filter(id -> MergePolicy.of(context.realm()).byPeople())
                    .filter(id -> !id.equals(who.user().id()));
            UserId here = who.user().id();
            return other.flatMap(there -> keepOther
                            ? merging.plan(context.realm(), there, here)
                            : merging.plan(context.realm(), here, there))
                    .map(plan -> step.take(new Case(
                            context,
                            linking.handle(),
                            proof,
                            who,
                            keepOther ? plan.survivor() : plan.merged(),
                            keepOther,
                            plan)))
                    .orElseGet(() -> new BrowserReply.Redirect(urls.link(realm, sealed)));
        });
    }

    private Optional<UserId> owner(Realm realm, Proof proof) {
        return identities
                .owner(realm.name(), proof.connector(), proof.subject())
                .map(User::id);
    }
}
