package io.vestibule.journey;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.token.TokenIssue;
import io.vestibule.protocol.keystone.token.TokenRequest;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** The house's Identity API while a test has it switched on, with grace as administrator of everything. */
@ApplicationScoped
@Tag("keystone")
public class IdentityApi extends IdentityCalls {
    private final House house;
    private final RealmFiles files;
    private final Realms realms;
    private final TokenIssue tokens;

    IdentityApi(House house, RealmFiles files, Realms realms, TokenIssue tokens) {
        this.house = house;
        this.files = files;
        this.realms = realms;
        this.tokens = tokens;
    }

    /** Runs {@code meanwhile} in a house that has this API. */
    public void with(Runnable meanwhile) {
        try (RealmFiles.Changed switched = files.changed("house", IdentityApi::switchedOn)) {
            meanwhile.run();
        }
    }

    /** The house's file with this API in it. */
    static String switchedOn(String house) {
        return house.replace(
                        "  assignments:\n", "  assignments:\n    - { user: grace, roles: [admin], on: system:all }\n")
                .replace("\npeople:", "\nkeystone: { statusLists: true }\n\npeople:");
    }

    @Override
    String base() {
        return house.at("/v3").toString();
    }

    /** A token as a dashboard gets it, for a person whom a browser's session has signed in. */
    String tokenInSession(Arrival arrival) {
        TokenRequest request = TokenRequest.of(
                        UserId.parse(arrival.claim("sub")).orElseThrow(), List.of("mapped"), Optional.empty())
                .inSession(
                        SessionId.parse(arrival.claim("sid")).orElseThrow(), new RelyingPartyId(arrival.claim("aud")));
        return tokens.issue(realms.find(new RealmName("house")).orElseThrow(), request)
                .text();
    }
}
