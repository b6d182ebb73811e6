package io.vestibule.grants;

import io.vestibule.database.Belonging;
import io.vestibule.database.Belongings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What a user agreed to. Tokens that were given because of it are not handed on: they say who their owner was. */
@ApplicationScoped
class ConsentBelongings implements Belongings {
    @Override
    public List<Belonging> kinds() {
        return List.of(Belonging.each("consents", "consent", "relying_party", "{}.relying_party")
                .key("{}.relying_party", "extract(epoch from {}.granted_at)")
                .once("{}.relying_party")
                .asGranted());
    }
}
