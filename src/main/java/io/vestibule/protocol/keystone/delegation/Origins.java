package io.vestibule.protocol.keystone.delegation;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.directory.Identities.Way;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.delegation.OriginRepository.Made;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.token.TokenOrigins;
import io.vestibule.protocol.keystone.token.TokenPayload;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * By which accounts elsewhere somebody came who handed something on. It ends with their link ({@link UnlinkedDelegations}): whoever
 * held that account would have a way in as the person that lasts.
 */
@ApplicationScoped
class Origins {
    private final OriginRepository rows;
    private final DelegationRepository things;
    private final TokenOrigins tokens;

    Origins(OriginRepository rows, DelegationRepository things, TokenOrigins tokens) {
        this.rows = rows;
        this.things = things;
        this.tokens = tokens;
    }

    /** Makes something by the word of whoever calls, which is their own, and writes down by which accounts they came. */
    @Transactional
    <T> T made(Call call, HandedOn kind, Supplier<T> making, Function<T, String> id) {
        List<Way> ways = ways(call);
        T made = making.get();
        rows.forget(call.realmName(), new Made(kind, id.apply(made)));
        add(call, new Made(kind, id.apply(made)), ways);
        return made;
    }

    /** Whoever calls says what its secret is from now on; it stays what it was to those by whom it was made. */
    @Transactional
    void changed(Call call, StoredCredential after, Runnable change) {
        List<Way> ways = isOwnKey(call, after) ? ways(call) : List.of();
        change.run();
        add(call, new Made(HandedOn.CREDENTIAL, after.id()), ways);
    }

    /** An access key opens something; what an administrator makes for somebody is theirs. */
    @Transactional
    void credential(Call call, StoredCredential made, Runnable making) {
        if (isOwnKey(call, made)) {
            made(call, HandedOn.CREDENTIAL, () -> ran(making, made), StoredCredential::id);
        } else {
            making.run();
            rows.forget(call.realmName(), new Made(HandedOn.CREDENTIAL, made.id()));
        }
    }

    private static <T> T ran(Runnable making, T made) {
        making.run();
        return made;
    }

    private static boolean isOwnKey(Call call, StoredCredential credential) {
        return credential.isEc2() && credential.user().equals(token(call).user());
    }

    /** What is made of it has the same. */
    @Transactional(Transactional.TxType.MANDATORY)
    void become(RealmName realm, Made before, Made after) {
        rows.waysOf(realm, before).forEach(way -> rows.add(realm, after, way));
    }

    /** A token that says nothing of what it was given for ends with its origins. It has not been given out yet. */
    void bind(Realm realm, Issued issued, Made made) {
        tokens.bind(realm, issued.token().payload(), rows.waysOf(realm.name(), made));
    }

    private List<Way> ways(Call call) {
        return tokens.of(call.realm(), token(call));
    }

    private void add(Call call, Made made, List<Way> ways) {
        things.settle(); // the owner's row before the link: whoever undoes it takes them in this order
        tokens.hold(call.realm(), token(call), ways);
        ways.forEach(way -> rows.add(call.realmName(), made, way));
    }

    private static TokenPayload token(Call call) {
        return call.holder().token().payload();
    }

    @Scheduled(every = "1h", delayed = "9m")
    void forgetGone() {
        rows.forgetGone();
    }
}
