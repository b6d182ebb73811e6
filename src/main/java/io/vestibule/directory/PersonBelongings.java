package io.vestibule.directory;

import io.vestibule.database.Belonging;
import io.vestibule.database.Belongings;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Ways in, factors and groups. Codes on paper stay behind: what is kept of them says whose they were, and they are made anew
 * in a moment.
 */
@ApplicationScoped
class PersonBelongings implements Belongings {
    static final String IDENTITIES = "identities";
    private static final String PASSKEYS = "passkeys";
    private static final String AUTHENTICATORS = "authenticators";

    private final TotpSecrets seeds;
    private final PasskeyRepository passkeys;

    PersonBelongings(TotpSecrets seeds, PasskeyRepository passkeys) {
        this.seeds = seeds;
        this.passkeys = passkeys;
    }

    @Override
    public List<Belonging> kinds() {
        return List.of(
                Belonging.each(IDENTITIES, "upstream_identity", "connector", "{}.connector || ' · ' || {}.subject")
                        .key("{}.connector", "{}.subject", "extract(epoch from {}.first_seen_at)")
                        .once("{}.connector || ' ' || {}.subject"),
                Belonging.each(
                                "password",
                                "local_credential",
                                "user_id",
                                "(select u.username from app_user u where u.id = {}.user_id)")
                        .key("extract(epoch from {}.changed_at)") // one that was changed since is the new owner's
                        .once("'one'"),
                Belonging.each("password_history", "password_history", "set_at", "")
                        .key("extract(epoch from {}.set_at)"),
                Belonging.each(PASSKEYS, "passkey", "credential_id", "coalesce(nullif({}.label, ''), 'passkey')"),
                Belonging.each(
                        AUTHENTICATORS, "totp_secret", "credential_id", "coalesce(nullif({}.label, ''), 'TOTP')"),
                Belonging.each("groups", "group_membership", "group_id", "{}.group_name")
                        .key(
                                "coalesce({}.group_id, '')",
                                "{}.source",
                                "case when {}.group_id is null then {}.group_name else '' end")
                        .once("{}.source || ' ' || coalesce('=' || {}.group_id, {}.group_name)")
                        .asGranted());
    }

    @Override
    public void moved(Moved moved) {
        RealmName realm = new RealmName(moved.realm());
        switch (moved.kind()) {
            case AUTHENTICATORS ->
                moved.ids().forEach(id -> seeds.reseal(realm, id, new UserId(moved.from()), new UserId(moved.to())));
            case PASSKEYS -> moved.ids().forEach(id -> passkeys.handOver(realm, id, moved.from(), moved.to()));
            default -> {
                // their rows know nothing of their owner but the column
            }
        }
    }
}
