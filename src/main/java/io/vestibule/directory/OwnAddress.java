package io.vestibule.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.database.RetriedTransaction;
import io.vestibule.identity.Extra;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;

/** The address of a user, proven by a letter that its owner answered. */
@ApplicationScoped
public class OwnAddress {
    private final UserRepository users;
    private final AccountMark mark;
    private final Profiles profiles;
    private final Changes changes;
    private final Clock clock;

    OwnAddress(UserRepository users, AccountMark mark, Profiles profiles, Changes changes, Clock clock) {
        this.users = users;
        this.mark = mark;
        this.profiles = profiles;
        this.changes = changes;
        this.clock = clock;
    }

    /** What came of it. */
    public enum Outcome {
        PROVEN,
        /** Another user has it. */
        TAKEN,
        /** The address comes from a file or a connector, which would put it back. */
        NOT_THEIRS,
        /** The account is not what it was when the letter was written. */
        MARK_CHANGED
    }

    /** Whether the user may take another address; the one they have anybody may prove. */
    @Transactional
    public boolean mayChoose(Realm realm, UserId id) {
        return users.byId(realm.name(), id.value()).filter(OwnAddress::isTheirs).isPresent();
    }

    private static boolean isTheirs(UserEntity row) {
        return row.origin.equals(Origin.ADMINISTRATOR);
    }

    /**
     * The user answered a letter to this address: it is theirs from now on, and known to be since now.
     *
     * @param marked the account as it was when the letter was written, and is until the very moment of writing: its owner may
     *     take it back meanwhile from whoever wrote to themselves
     */
    public Outcome prove(Realm realm, UserId id, String address, String marked) {
        // The user's row is what every change of a password takes first.
        return RetriedTransaction.of(() -> users.locked(realm.name(), id.value())
                .map(row -> mark.of(row.user()).equals(marked) ? prove(row, address) : Outcome.MARK_CHANGED)
                .orElse(Outcome.NOT_THEIRS));
    }

    private Outcome prove(UserEntity row, String address) {
        boolean same = Mailbox.isSame(address, row.email);
        if (!same && !isTheirs(row)) {
            return Outcome.NOT_THEIRS;
        }
        if (!profiles.mayHave(row, address)) {
            return Outcome.TAKEN;
        }
        row.address(
                Optional.of(same && row.email != null ? row.email : address),
                Optional.of(Origin.MAIL),
                clock.instant());
        if (!same) {
            ObjectNode email = Extra.none().tree();
            email.put("email", address); // as the Identity API shows it
            row.extra = new Extra(row.extra).with(email).json();
        }
        row.updatedAt = clock.instant();
        users.settle();
        changes.announce(row.realm, Accounts.TOPIC, new UserId(row.id).hex());
        return Outcome.PROVEN;
    }
}
