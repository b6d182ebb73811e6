package io.vestibule.account;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditFollower;
import io.vestibule.directory.Directory;
import io.vestibule.directory.User;
import io.vestibule.identity.UserId;
import io.vestibule.login.Addressees;
import io.vestibule.mail.Letter;
import io.vestibule.mail.MailPolicy;
import io.vestibule.mail.Post;
import io.vestibule.mail.Wording;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells people by letter what was changed about how they sign in, whoever changed it: who did not do it themselves learns that
 * somebody else did. Only a proven address is written to, and no letter has a link.
 */
@ApplicationScoped
class ChangeNotices implements AuditFollower {
    private static final Set<String> TOLD = Set.of(
            "password-set",
            "second-factor-added",
            "second-factor-removed",
            "second-factors-reset",
            "recovery-codes-made",
            "recovery-code-used",
            "passkey-added",
            "passkey-removed",
            "identity-linked",
            "identity-linked-by-rule",
            "identity-unlinked");

    private final Realms realms;
    private final Directory directory;
    private final Post post;
    private final Wording wording;

    ChangeNotices(Realms realms, Directory directory, Post post, Wording wording) {
        this.realms = realms;
        this.directory = directory;
        this.post = post;
        this.wording = wording;
    }

    /** Only puts it into the queue: who changes something does not wait for a letter. */
    @Override
    public void heard(AuditEvent event, Instant at) {
        what(event).ifPresent(what -> {
            Optional<Realm> realm = event.auditRealm()
                    .flatMap(realms::find)
                    .filter(found ->
                            MailPolicy.of(found).filter(MailPolicy::notices).isPresent());
            Optional<UserId> user = event.circumstances().user();
            if (realm.isPresent() && user.isPresent()) {
                post.post(realm.get(), Post.Worth.NEWS, () -> letter(realm.get(), user.get(), what, at));
            }
        });
    }

    private static Optional<String> what(AuditEvent event) {
        return switch (event) {
            case AuditEvent.UserChanged changed -> Optional.of(changed.what()).filter(TOLD::contains);
            case AuditEvent.UsersMerged merged -> Optional.of(merged.what());
            default -> Optional.empty();
        };
    }

    private Optional<Letter> letter(Realm realm, UserId id, String what, Instant at) {
        return directory
                .find(realm.name(), id)
                .filter(User::emailVerified)
                .flatMap(user -> user.email()
                        .filter(MailPolicy::isAddress)
                        .map(address -> wording.write(
                                realm, Addressees.of(user, address, List.of()), new Wording.About.Changed(what, at))));
    }
}
