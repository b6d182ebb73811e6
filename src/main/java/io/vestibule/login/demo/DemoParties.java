package io.vestibule.login.demo;

import io.vestibule.keys.Sealer;
import io.vestibule.login.ErrorPages;
import io.vestibule.realm.BaseUrl;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** The demo applications inside the server. */
@ApplicationScoped
public class DemoParties {
    private final DemoMemory memory;
    private final ErrorPages errors;
    private final BaseUrl base;

    DemoParties(
            Sealer sealer, ExpiringRecords records, RandomTokens tokens, BaseUrl base, Clock clock, ErrorPages errors) {
        this.memory = new DemoMemory(sealer, records, tokens, clock);
        this.errors = errors;
        this.base = base;
    }

    /** The one at {@code /realms/…/<name>}. */
    public DemoParty at(String name) {
        return new DemoParty(name, memory, errors, base);
    }
}
