package io.vestibule.protocol.keystone.federation.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.PasswordPolicy;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.realm.RelyingParty.ConsentMode;
import io.vestibule.realm.SessionPolicy;
import io.vestibule.realm.Theme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is wrong with dashboards that are right by themselves. */
@Tag("keystone")
class DashboardBlockTest {
    private static final String ONE = "https://one.example/auth/websso/";
    private static final String OTHER = "https://other.example/auth/websso/";

    @Test
    void anAddressTakesTokensForOneDashboard() {
        assertThat(objections(ONE, OTHER)).isEmpty();
        assertThat(objections(ONE, ONE))
                .containsExactly(
                        Map.entry("relyingParties.second.keystone.origins", ONE + " is an address of first already"));
    }

    private static Map<String, String> objections(String first, String second) {
        Map<RelyingPartyId, RelyingParty> parties = new LinkedHashMap<>();
        parties.put(new RelyingPartyId("first"), party("first", first));
        parties.put(new RelyingPartyId("second"), party("second", second));
        return new DashboardBlock()
                .objections(new Realm(
                        new RealmName("sky"),
                        "Sky",
                        true,
                        false,
                        List.of("en"),
                        Theme.standard(),
                        SessionPolicy.standard(),
                        PasswordPolicy.standard(),
                        Map.of(),
                        parties,
                        List.of(),
                        Blocks.none()));
    }

    private static RelyingParty party(String id, String origin) {
        return new RelyingParty(
                new RelyingPartyId(id),
                id,
                Optional.empty(),
                Optional.empty(),
                true,
                Set.of(),
                ConsentMode.REMEMBERED,
                new Blocks(List.of(new Dashboard(List.of(origin), List.of(), List.of()))));
    }
}
