package io.vestibule.protocol.oidc.downstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What every endpoint for clients does first: realm, form, client authentication; and with every refusal: the audit log. */
@ApplicationScoped
class BackChannel {
    private static final int NOT_FOUND = 404;

    private final Realms realms;
    private final ClientAuthentication authentication;
    private final AuditLog audit;

    BackChannel(Realms realms, ClientAuthentication authentication, AuditLog audit) {
        this.realms = realms;
        this.authentication = authentication;
        this.audit = audit;
    }

    /** A request as it came in. */
    record Incoming(
            String step,
            String realm,
            EncodedForm form,
            @Nullable String authorization,
            String address) {}

    JsonReply answer(Incoming incoming, Function<BackChannelRequest, BackChannelAnswer> call) {
        Optional<Realm> realm = realms.find(incoming.realm());
        Circumstances from = Circumstances.from(incoming.address());
        if (realm.isEmpty()) {
            audit.refuse(new Refusal(Optional.empty(), from, incoming.step(), "no-such-realm", "", ""));
            return noSuchRealm();
        }
        return switch (incoming.form().read()) {
            case Parameters.Reading.Malformed malformed ->
                refused(
                        realm.get(),
                        incoming.step(),
                        Denied.invalidRequest("malformed-request", malformed.description()),
                        from);
            case Parameters.Reading.Read read -> authenticated(realm.get(), incoming, read.parameters(), from, call);
        };
    }

    /** What {@code call} says to a client with the right secret, where that takes no database; nothing says nothing. */
    Optional<JsonReply> remembered(Incoming incoming, BiFunction<Client, Parameters, Optional<JsonReply>> call) {
        return realms.find(incoming.realm())
                .flatMap(realm -> incoming.form().read() instanceof Parameters.Reading.Read read
                        ? authentication
                                .bySecret(realm, incoming.authorization(), read.parameters())
                                .flatMap(client -> call.apply(client, read.parameters()))
                        : Optional.empty());
    }

    private JsonReply authenticated(
            Realm realm,
            Incoming incoming,
            Parameters parameters,
            Circumstances from,
            Function<BackChannelRequest, BackChannelAnswer> call) {
        return switch (authentication.authenticate(realm, incoming.authorization(), parameters)) {
            case ClientAuthentication.Outcome.Refused no -> {
                Circumstances by =
                        no.client().map(client -> from.at(client.id())).orElse(from);
                yield refused(realm, incoming.step(), no.denied(), by);
            }
            case ClientAuthentication.Outcome.Known known -> {
                Circumstances by = from.at(known.client().id());
                yield switch (call.apply(new BackChannelRequest(known.client(), parameters, by))) {
                    case BackChannelAnswer.Given given -> given.reply();
                    case BackChannelAnswer.Refused no -> refused(realm, incoming.step(), no.denied(), by);
                };
            }
        };
    }

    JsonReply refused(Realm realm, String step, Denied denied, Circumstances circumstances) {
        audit.refuse(
                new Refusal(realm.name(), circumstances, step, denied.reason(), denied.expected(), denied.actual()));
        return denied.reply();
    }

    static JsonReply noSuchRealm() {
        return JsonReply.error(NOT_FOUND, "not_found", "There is no such realm.");
    }
}
