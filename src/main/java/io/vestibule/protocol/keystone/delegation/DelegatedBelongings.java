package io.vestibule.protocol.keystone.delegation;

import io.vestibule.database.Belonging;
import io.vestibule.database.Belongings;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What a user handed on, and was handed: programs that act for them go on doing so. */
@ApplicationScoped
class DelegatedBelongings implements Belongings {
    private static final String APPLICATION_CREDENTIALS = "application_credentials";
    private static final String CREDENTIALS = "credentials";

    private final DelegationRepository rows;
    private final Credentials credentials;
    private final ApplicationCredentials keys;
    private final Trusts trusts;
    private final AccessTokens tokens;

    DelegatedBelongings(
            DelegationRepository rows,
            Credentials credentials,
            ApplicationCredentials keys,
            Trusts trusts,
            AccessTokens tokens) {
        this.rows = rows;
        this.credentials = credentials;
        this.keys = keys;
        this.trusts = trusts;
        this.tokens = tokens;
    }

    @Override
    public List<Belonging> kinds() {
        return List.of(
                Belonging.each(APPLICATION_CREDENTIALS, "application_credential", "id", "{}.name")
                        .once("{}.name"),
                Belonging.each("access_rules", "access_rule", "id", "")
                        .once("concat({}.service, ' ', {}.method, ' ', {}.path)"),
                Belonging.each(CREDENTIALS, "credential", "id", "{}.type"),
                Belonging.each("trusts", "trust", "id", "{}.id").owner("trustor_user_id"),
                Belonging.each("trusts_received", "trust", "id", "").owner("trustee_user_id"),
                Belonging.each("oauth1", "oauth1_access_token", "id", "").owner("authorizing_user_id"));
    }

    @Override
    public void moved(Moved moved) {
        RealmName realm = new RealmName(moved.realm());
        switch (moved.kind()) {
            case APPLICATION_CREDENTIALS -> moved.ids().forEach(id -> keys.handedOver(realm, id));
            case "access_rules" -> { // after the credentials, which are before them in the list
                rows.useOwnRules(moved.from()); // a credential that stayed, of a name that the other has, too
                rows.useOwnRules(moved.to());
            }
            case CREDENTIALS ->
                moved.ids()
                        .forEach(id -> credentials.reseal(realm, id, new UserId(moved.from()), new UserId(moved.to())));
            case "trusts", "trusts_received" -> moved.ids().forEach(id -> trusts.handedOver(realm, id));
            default -> moved.ids().forEach(id -> tokens.handedOver(realm, id));
        }
    }
}
