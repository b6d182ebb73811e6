package io.vestibule.login;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.PasswordRecovery;
import io.vestibule.directory.PasswordRecovery.Found;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.login.view.ForgottenView;
import io.vestibule.login.view.ForgottenView.Problem;
import io.vestibule.mail.Letter;
import io.vestibule.mail.MailPolicy;
import io.vestibule.mail.Post;
import io.vestibule.mail.Wording;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a letter by which a forgotten password is replaced. Who was named is looked up after the answer, on the way of the
 * letter: words, status and time of the answer cannot tell whether there is such a user.
 */
@ApplicationScoped
public class ForgottenStep {
    private static final String STEP = "password-reset";

    private final LoginFlow flow;
    private final Picker picker;
    private final PasswordRecovery recovery;
    private final ResetLinks links;
    private final LetterThrottle throttle;
    private final LoginUrls urls;
    private final Post post;
    private final Wording wording;
    private final AuditLog audit;

    ForgottenStep(
            LoginFlow flow,
            Picker picker,
            PasswordRecovery recovery,
            ResetLinks links,
            LetterThrottle throttle,
            LoginUrls urls,
            Post post,
            Wording wording,
            AuditLog audit) {
        this.flow = flow;
        this.picker = picker;
        this.recovery = recovery;
        this.links = links;
        this.throttle = throttle;
        this.urls = urls;
        this.post = post;
        this.wording = wording;
        this.audit = audit;
    }

    public BrowserReply page(RealmName realm, String sealed, Visitor visitor) {
        return during(realm, sealed, visitor, context -> show(context, sealed, "", false, null));
    }

    /** The posted form; {@code sealed} is the flow it belongs to. */
    public BrowserReply submit(RealmName realm, String sealed, String username, Visitor visitor) {
        return during(realm, sealed, visitor, context -> {
            if (username.isBlank()) {
                return show(context, sealed, username, false, Problem.INCOMPLETE);
            }
            Optional<String> objection = throttle.objection(context.realm().name(), visitor.address());
            if (objection.isPresent()) {
                return throttled(context, sealed, username, visitor, objection.get());
            }
            if (!post.post(
                    context.realm(), Post.Worth.LINK, () -> letter(context.realm(), sealed, username, visitor))) {
                return throttled(context, sealed, username, visitor, "letters-not-taken");
            }
            return show(context, sealed, username, true, null);
        });
    }

    private interface Step {
        BrowserReply take(LoginContext context);
    }

    /** Only where the realm writes letters, and this application's people may come in by a password of ours. */
    private BrowserReply during(RealmName realm, String sealed, Visitor visitor, Step step) {
        return flow.during(
                realm,
                sealed,
                visitor,
                (context, choosing) -> MailPolicy.resets(context.realm()) && asksForPasswordsOfOurs(context)
                        ? step.take(context)
                        : flow.page(realm, sealed, visitor));
    }

    private boolean asksForPasswordsOfOurs(LoginContext context) {
        return picker.password(context)
                .filter(connector -> Methods.byPassword(context.realm(), connector.id()))
                .isPresent();
    }

    /** Runs after the answer. */
    private Optional<Letter> letter(Realm realm, String sealed, String username, Visitor visitor) {
        return switch (recovery.find(realm, username)) {
            case Found.Nobody(String reason, var user) -> {
                Circumstances from = Circumstances.from(visitor.address());
                audit.refuse(new Refusal(realm.name(), user.map(from::of).orElse(from), STEP, reason));
                yield Optional.empty();
            }
            case Found.May(User user, String address, String mark) ->
                mayWrite(realm, user, visitor).map(policy -> {
                    String token = links.issue(
                            realm.name(), new ResetLinks.Meant(user.id(), mark, sealed), policy.linkLifetime());
                    return wording.write(
                            realm,
                            Addressees.of(user, address, visitor.languages()),
                            new Wording.About.PasswordForgotten(
                                    urls.reset(realm.name(), token),
                                    policy.linkLifetime().toMinutes()));
                });
            case Found.ComesElsewhere(User user, String address) ->
                mayWrite(realm, user, visitor)
                        .map(policy -> wording.write(
                                realm,
                                Addressees.of(user, address, visitor.languages()),
                                new Wording.About.NoPasswordHere(ways(realm, user))));
        };
    }

    private Optional<MailPolicy> mayWrite(Realm realm, User user, Visitor visitor) {
        Circumstances about = Circumstances.from(visitor.address()).of(user.id());
        if (!links.mayWrite(realm.name(), user.id())) {
            audit.refuse(new Refusal(realm.name(), about, STEP, "account-throttled"));
            return Optional.empty();
        }
        throttle.wrote(realm.name());
        audit.record(new AuditEvent.UserChanged(realm.name(), about, "password-reset-asked"));
        return MailPolicy.of(realm);
    }

    private static List<String> ways(Realm realm, User user) {
        return user.connectors().stream()
                .flatMap(id -> realm.connector(id).stream())
                .filter(declared -> !declared.hidden())
                .map(ConnectorDeclaration::displayName)
                .sorted()
                .toList();
    }

    private BrowserReply throttled(
            LoginContext context, String sealed, String username, Visitor visitor, String reason) {
        audit.refuse(new Refusal(
                context.realm().name(),
                Circumstances.from(visitor.address()).at(context.relyingParty().id()),
                STEP,
                reason));
        return show(context, sealed, username, false, Problem.THROTTLED);
    }

    private BrowserReply show(
            LoginContext context, String sealed, String username, boolean sent, @Nullable Problem problem) {
        RealmName realm = context.realm().name();
        ForgottenView view = new ForgottenView(
                Optional.of(realm),
                context.view(),
                urls.forgottenAction(realm),
                sealed,
                username,
                sent,
                MailPolicy.of(context.realm())
                        .map(policy -> policy.linkLifetime().toMinutes())
                        .orElse(0L),
                Optional.ofNullable(problem),
                urls.choose(realm, sealed));
        return new BrowserReply.Page(
                status(problem), view, List.of(context.request().replyTo()), List.of());
    }

    private static int status(@Nullable Problem problem) {
        return problem == null ? 200 : problem == Problem.THROTTLED ? 429 : 400;
    }
}
