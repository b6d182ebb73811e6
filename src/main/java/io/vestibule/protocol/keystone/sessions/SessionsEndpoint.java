package io.vestibule.protocol.keystone.sessions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.logout.LogoutReport;
import io.vestibule.logout.OperatorLogout;
import io.vestibule.logout.OperatorLogout.Offline;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Query;
import io.vestibule.protocol.keystone.wire.Reply;
import io.vestibule.relyingparty.LogoutNotice;
import io.vestibule.session.Session;
import io.vestibule.session.WantedSessions;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code /v3/vestibule/sessions}: who is signed in by a browser, and out with them. {@code user_id}, {@code client} and
 * {@code connector} say which sessions are meant; a name that is not one of these is refused, so that a slip of the pen never
 * means everybody. {@code offline=true} ends the grants, too, that would outlive them.
 */
@Path("/realms/{realm}/v3/vestibule/sessions")
@RunOnVirtualThread
public class SessionsEndpoint {
    private static final int MOST_SHOWN = 500;
    private static final Set<String> FILTERS = Set.of("user_id", "client", "connector");

    private static final String OFFLINE = "offline";

    private final Calls calls;
    private final Enforcer enforcer;
    private final OperatorLogout operator;

    SessionsEndpoint(Calls calls, Enforcer enforcer, OperatorLogout operator) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.operator = operator;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "vestibule:list_sessions", Target.none());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode all = body.putArray("sessions");
        operator.list(call.realm(), meant(call), MOST_SHOWN).forEach(one -> all.add(listed(one)));
        body.put("truncated", all.size() == MOST_SHOWN);
        return Reply.ok(body);
    }

    @DELETE
    public Reply end(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "vestibule:end_sessions", Target.none());
        WantedSessions wanted = meant(call);
        if (wanted.isAll()) {
            throw KeystoneRefused.badRequest("Say which sessions: user_id, client or connector.");
        }
        return ended(call, wanted);
    }

    @DELETE
    @Path("/{session}")
    public Reply endOne(
            @PathParam("realm") String realm, @PathParam("session") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "vestibule:end_sessions", Target.none());
        Optional<SessionId> session = SessionId.parse(id);
        WantedSessions wanted = wanted(call, session);
        if (session.isEmpty() || operator.list(call.realm(), wanted, 1).isEmpty()) {
            throw KeystoneRefused.notFound("session", id);
        }
        return ended(call, wanted);
    }

    private Reply ended(Call call, WantedSessions wanted) {
        OperatorLogout.Ended ended = operator.end(
                call.realm(),
                wanted,
                offline(call),
                Circumstances.from(call.visitor().address()));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode all = body.putArray("ended");
        ended.reports().forEach((session, report) -> {
            ObjectNode one = all.addObject();
            one.put("id", session.id().toString());
            one.put("user_id", session.user().hex());
            ArrayNode parties = one.putArray("parties");
            report.told().stream().filter(LogoutReport.Told::shown).forEach(told -> parties.add(told(told)));
        });
        body.put("more", ended.more());
        return Reply.ok(body);
    }

    private static ObjectNode told(LogoutReport.Told told) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put(
                        told.protocol().equals(LogoutReport.UPSTREAM) ? "connector" : "client",
                        told.relyingParty().value())
                .put("name", told.name())
                .put("protocol", told.protocol())
                .put("outcome", told.word());
        if (told.notice() instanceof LogoutNotice.StillOwed owed) {
            node.put("detail", owed.detail());
        }
        return node;
    }

    private static ObjectNode listed(OperatorLogout.Listed listed) {
        Session session = listed.session();
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", session.id().toString())
                .put("user_id", session.user().hex())
                .put("connector", session.connector().value())
                .put("created_at", session.createdAt().toString())
                .put("last_used_at", session.lastUsedAt().toString())
                .put("expires_at", session.expiresAt().toString())
                .put("address", session.address())
                .put("user_agent", session.userAgent());
        ArrayNode parties = node.putArray("parties");
        listed.parties()
                .forEach(party -> parties.addObject()
                        .put("client", party.relyingParty().value())
                        .put("protocol", party.protocol())
                        .put("joined_at", party.joinedAt().toString()));
        return node;
    }

    /** A relying party or connector that is none is told: an empty answer would say that nobody is signed in by it. */
    private WantedSessions meant(Call call) {
        WantedSessions wanted = wanted(call, Optional.empty());
        wanted.undeclared(call.realm())
                .filter(words -> operator.list(call.realm(), wanted, 1).isEmpty())
                .ifPresent(words -> {
                    throw KeystoneRefused.badRequest("There is " + words + ".");
                });
        return wanted;
    }

    private static WantedSessions wanted(Call call, Optional<SessionId> session) {
        Query query = call.query();
        query.names().stream()
                .filter(name -> !FILTERS.contains(name) && !name.equals(OFFLINE))
                .findFirst()
                .ifPresent(other -> {
                    throw KeystoneRefused.badRequest("There is no filter '" + other + "'.");
                });
        return new WantedSessions(
                session,
                asked(query, "user_id", text -> UserId.ofHex(text).or(() -> UserId.parse(text))),
                asked(query, "client", text -> Optional.of(new RelyingPartyId(text))),
                asked(query, "connector", text -> Optional.of(new ConnectorId(text))));
    }

    private static Offline offline(Call call) {
        return asked(call.query(), OFFLINE, text -> switch (text) {
                    case "true" -> Optional.of(Offline.ENDS);
                    case "false" -> Optional.of(Offline.STAYS);
                    default -> Optional.empty();
                })
                .orElse(Offline.STAYS);
    }

    /** A filter with a value that nothing can have is refused: an empty one must not mean everybody. */
    private static <T> Optional<T> asked(Query query, String name, Function<String, Optional<T>> reading) {
        return query.value(name).map(text -> {
            try {
                return reading.apply(text).orElseThrow(IllegalArgumentException::new);
            } catch (IllegalArgumentException notOne) {
                throw KeystoneRefused.badRequest("'" + text + "' is no " + name + ".");
            }
        });
    }
}
