package io.vestibule.account;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.AccountMark;
import io.vestibule.directory.Mailbox;
import io.vestibule.directory.OwnAddress;
import io.vestibule.directory.User;
import io.vestibule.identity.UserId;
import io.vestibule.login.Addressees;
import io.vestibule.mail.Letter;
import io.vestibule.mail.MailPolicy;
import io.vestibule.mail.Post;
import io.vestibule.mail.Wording;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import io.vestibule.records.RecordText;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** An address becomes somebody's, or is known to be, when they answer a letter to it while they are signed in. */
@ApplicationScoped
public class AddressProofs {
    private static final String STEP = "account-email";
    private static final String KIND = "email-proof";
    private static final String LETTERS = "email-proof-letter";
    private static final String CHANGED = "email-changed";
    private static final int MOST_IN_AN_HOUR = 5;

    private final OwnAddress addresses;
    private final AccountMark marks;
    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final Post post;
    private final Wording wording;
    private final AuditLog audit;
    private final BaseUrl base;
    private final Clock clock;

    AddressProofs(
            OwnAddress addresses,
            AccountMark marks,
            ExpiringRecords records,
            RandomTokens tokens,
            Post post,
            Wording wording,
            AuditLog audit,
            BaseUrl base,
            Clock clock) {
        this.addresses = addresses;
        this.marks = marks;
        this.records = records;
        this.tokens = tokens;
        this.post = post;
        this.wording = wording;
        this.audit = audit;
        this.base = base;
        this.clock = clock;
    }

    /** What came of asking for a letter, or of answering one. */
    public enum Outcome {
        /** A letter is on its way. */
        SENT,
        /** The address is theirs now. */
        PROVEN,
        NOT_AN_ADDRESS,
        /** It comes from elsewhere, and only there is it changed. */
        NOT_THEIRS,
        /** Another account has it; told only to whoever reads its letters. */
        TAKEN,
        /** Too old, used, of another account, or of this one before its password changed. */
        LINK_OVER,
        THROTTLED
    }

    /**
     * What a link stands for.
     *
     * @param mark of the account as it was: who was thrown out of it by a new password finds no link of theirs good any more
     */
    private record Asked(String realm, String user, String address, String mark) {}

    public boolean mayChoose(AccountVisit visit) {
        return addresses.mayChoose(visit.realm(), visit.user().id());
    }

    /** A letter to {@code wanted}; whether it is another's is not told here, nor found out. */
    public Outcome ask(AccountVisit visit, String wanted, Visitor visitor) {
        String address = wanted.strip();
        Optional<MailPolicy> policy = MailPolicy.of(visit.realm());
        if (policy.isEmpty() || !MailPolicy.isAddress(address)) {
            return refused(visit, visitor, Outcome.NOT_AN_ADDRESS);
        }
        Optional<String> theirs = visit.user().email().filter(onFile -> Mailbox.isSame(onFile, address));
        if (theirs.isEmpty() && !mayChoose(visit)) {
            return refused(visit, visitor, Outcome.NOT_THEIRS);
        }
        Realm realm = visit.realm();
        UserId user = visit.user().id();
        Instant hour = clock.instant().plus(Duration.ofHours(1));
        Optional<String> mark = marks.of(realm.name(), user);
        boolean mayWrite = mark.isPresent()
                && IntStream.range(0, MOST_IN_AN_HOUR)
                        .anyMatch(n -> records.firstUse(LETTERS, realm.name() + " " + user + " " + n, hour));
        if (!mayWrite
                || !post.post(
                        realm,
                        Post.Worth.LINK,
                        () -> letter(visit, theirs.orElse(address), mark.get(), policy.get(), visitor))) {
            return refused(visit, visitor, Outcome.THROTTLED);
        }
        audit.record(new AuditEvent.UserChanged(realm.name(), circumstances(visit, visitor), "email-proof-asked"));
        return Outcome.SENT;
    }

    private Optional<Letter> letter(
            AccountVisit visit, String address, String mark, MailPolicy policy, Visitor visitor) {
        String token = tokens.next();
        Asked asked = new Asked(visit.realm().name().value(), visit.user().id().toString(), address, mark);
        records.put(KIND, token, RecordText.write(asked), clock.instant().plus(policy.linkLifetime()));
        URI link = URI.create(base.issuer(visit.realm().name()) + "/account/email/confirm?token=" + token);
        return Optional.of(wording.write(
                visit.realm(),
                Addressees.of(visit.user(), address, visitor.languages()),
                new Wording.About.AddressToProve(link, policy.linkLifetime().toMinutes())));
    }

    /** The address that the link is about, when it is this account's and that has not changed since; uses nothing up. */
    public Optional<String> waiting(AccountVisit visit, String token) {
        return asked(visit, token).map(Asked::address);
    }

    private Optional<Asked> asked(AccountVisit visit, String token) {
        return records.peek(KIND, token)
                .map(text -> RecordText.read(text, Asked.class))
                .filter(asked -> asked.realm().equals(visit.realm().name().value()))
                .filter(asked -> asked.user().equals(visit.user().id().toString()))
                .filter(asked -> marks.of(visit.realm().name(), visit.user().id())
                        .filter(asked.mark()::equals)
                        .isPresent());
    }

    /** The person, signed in, says yes to the letter. */
    public Outcome confirm(AccountVisit visit, String token, Visitor visitor) {
        Optional<Asked> asked =
                asked(visit, token).filter(found -> records.take(KIND, token).isPresent());
        if (asked.isEmpty()) {
            return refused(visit, visitor, Outcome.LINK_OVER);
        }
        String address = asked.get().address();
        return switch (addresses.prove(
                visit.realm(), visit.user().id(), address, asked.get().mark())) {
            case MARK_CHANGED -> refused(visit, visitor, Outcome.LINK_OVER);
            case TAKEN -> refused(visit, visitor, Outcome.TAKEN);
            case NOT_THEIRS -> refused(visit, visitor, Outcome.NOT_THEIRS);
            case PROVEN -> {
                boolean another = visit.user()
                        .email()
                        .filter(before -> Mailbox.isSame(before, address))
                        .isEmpty();
                audit.record(new AuditEvent.UserChanged(
                        visit.realm().name(), circumstances(visit, visitor), another ? CHANGED : "email-proven"));
                if (another) {
                    tellTheOneBefore(visit);
                }
                yield Outcome.PROVEN;
            }
        };
    }

    /** Who reads the letters of the address before, and did not ask for this, learns of it there or nowhere. */
    private void tellTheOneBefore(AccountVisit visit) {
        User user = visit.user();
        user.email()
                .filter(before -> user.emailVerified() && MailPolicy.isAddress(before))
                .ifPresent(before -> post.post(
                        visit.realm(),
                        Post.Worth.NEWS,
                        () -> Optional.of(wording.write(
                                visit.realm(),
                                Addressees.of(user, before, List.of()),
                                new Wording.About.Changed(CHANGED, clock.instant())))));
    }

    private Outcome refused(AccountVisit visit, Visitor visitor, Outcome outcome) {
        audit.refuse(new Refusal(
                visit.realm().name(),
                circumstances(visit, visitor),
                STEP,
                outcome.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        return outcome;
    }

    private static Circumstances circumstances(AccountVisit visit, Visitor visitor) {
        return Circumstances.from(visitor.address()).of(visit.user().id());
    }
}
