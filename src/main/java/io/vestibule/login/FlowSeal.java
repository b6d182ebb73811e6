package io.vestibule.login;

import io.vestibule.identity.RealmName;
import io.vestibule.keys.Sealer;
import io.vestibule.records.RecordText;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Writes a state of the flow as sealed text and reads it back. Each kind has its own key use: none passes for another. */
@ApplicationScoped
class FlowSeal {
    private final Sealer sealer;

    FlowSeal(Sealer sealer) {
        this.sealer = sealer;
    }

    String seal(RealmName realm, String hop, Record state) {
        return sealer.seal(realm, use(state.getClass(), hop), RecordText.write(state));
    }

    <S extends Record> Optional<S> open(RealmName realm, String hop, Class<S> kind, String sealed) {
        return sealer.open(realm, use(kind, hop), sealed).map(text -> RecordText.read(text, kind));
    }

    private static String use(Class<?> kind, String hop) {
        return "login:" + kind.getSimpleName() + ":" + hop;
    }
}
