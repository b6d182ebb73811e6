package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.token.KeystoneRealm.External;
import io.vestibule.protocol.keystone.wire.Call;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * A front end has authenticated the user and says so in a header, as a web server's {@code REMOTE_USER} does for a Keystone.
 * Only where the realm names that front end, and only from its address.
 */
@ApplicationScoped
class ExternalMethod implements AuthMethod {
    static final String NAME = "external";

    private final Accounts accounts;
    private final Domains domains;

    ExternalMethod(Accounts accounts, Domains domains) {
        this.accounts = accounts;
        this.domains = domains;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Whether the header came along; then it is looked at whatever methods were named, as Keystone does. */
    boolean cameAlong(Call call) {
        return said(call).stream().anyMatch(name -> !name.isEmpty());
    }

    @Override
    public MethodOutcome authenticate(Call call, JsonNode payload) {
        Optional<External> settings = KeystoneRealm.of(call.realm()).external();
        List<String> names = said(call);
        if (settings.isEmpty() || names.stream().allMatch(String::isEmpty)) {
            return MethodOutcome.Refused.because("no-external-user");
        }
        if (!settings.get().trustedAddresses().contains(call.peerAddress())) {
            return MethodOutcome.Refused.because("external-user-from-stranger");
        }
        List<String> domains = call.headers(settings.get().domainHeader());
        if (names.size() > 1 || domains.size() > 1) { // a front end that adds its own beside what the client sent
            return MethodOutcome.Refused.because("external-user-said-twice");
        }
        return domain(call.realmName(), domains.stream().findFirst())
                .flatMap(domain -> accounts.named(call.realmName(), domain, names.getFirst()))
                .filter(User::enabled)
                .<MethodOutcome>map(user -> MethodOutcome.Proven.by(user.id()))
                .orElseGet(() -> MethodOutcome.Refused.because("external-user-unknown"));
    }

    private static List<String> said(Call call) {
        return KeystoneRealm.of(call.realm())
                .external()
                .map(settings -> call.headers(settings.userHeader()))
                .orElseGet(List::of);
    }

    private Optional<DomainId> domain(RealmName realm, Optional<String> name) {
        return name.filter(said -> !said.isEmpty())
                .map(said -> domains.named(realm, said).filter(Domain::enabled).map(Domain::id))
                .orElseGet(() -> Optional.of(Domain.DEFAULT));
    }
}
