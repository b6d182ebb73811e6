package io.vestibule.login;

import io.vestibule.access.HeldScope;
import io.vestibule.access.ScopeAccess;
import io.vestibule.directory.User;
import io.vestibule.identity.ScopeName;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.GrantedScope;
import io.vestibule.relyingparty.ScopeWish;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Where the person may act with the proof that was asked for: as named, as chosen, or nowhere in particular. */
@ApplicationScoped
class ScopeRule {
    private final ScopeAccess access;

    ScopeRule(ScopeAccess access) {
        this.access = access;
    }

    sealed interface Ruling {
        /** The request with a wish that needs no question. */
        record Settled(AuthnRequest request) implements Ruling {}

        record Ask(List<HeldScope> choices) implements Ruling {}

        record Refused() implements Ruling {}
    }

    Ruling of(AuthnRequest request, User user) {
        return switch (request.scope().kind()) {
            case NONE -> new Ruling.Settled(request);
            case NAMED -> granted(request, user).isPresent() ? new Ruling.Settled(request) : new Ruling.Refused();
            case CHOOSE -> ofChoices(request, access.all(user));
        };
    }

    /** Who has nothing to choose from is still somebody: the proof then says who, and no roles. */
    private static Ruling ofChoices(AuthnRequest request, List<HeldScope> choices) {
        return switch (choices.size()) {
            case 0 -> new Ruling.Settled(request.scoped(ScopeWish.none()));
            case 1 ->
                new Ruling.Settled(
                        request.scoped(ScopeWish.named(choices.getFirst().name())));
            default -> new Ruling.Ask(choices);
        };
    }

    List<HeldScope> choices(User user) {
        return access.all(user);
    }

    Optional<GrantedScope> granted(AuthnRequest request, User user) {
        return Optional.of(request.scope().name())
                .filter(name -> request.scope().kind() == ScopeWish.Kind.NAMED)
                .flatMap(ScopeName::parse)
                .flatMap(name -> access.named(user, name))
                .map(held -> new GrantedScope(held.scope(), held.name(), held.roleNames()));
    }
}
