package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.audit.Circumstances;
import io.vestibule.directory.MergeOutcome;
import io.vestibule.directory.MergePlan;
import io.vestibule.directory.Merged;
import io.vestibule.directory.Merging;
import io.vestibule.directory.User;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * {@code /v3/vestibule/merges}: two users of one person become one, and two again for a while. Whoever asks must be allowed to
 * for both of them, wherever they lie.
 */
@Path("/realms/{realm}/v3/vestibule/merges")
@RunOnVirtualThread
public class MergesEndpoint {
    private static final int MOST_SHOWN = 500;

    /** What the manager of a domain can read of its users elsewhere; the rest names what lies in other domains, too. */
    private static final Set<String> SHOWN_TO_ALL = Set.of("identities", "password", "groups");

    private static final String SURVIVOR = "survivor_id";
    private static final String MERGED = "merged_id";
    private static final String MERGE = "vestibule:merge_users";
    private static final String UNMERGE = "vestibule:unmerge_users";

    private final Calls calls;
    private final Enforcer enforcer;
    private final Facts facts;
    private final CloudAdmins admins;
    private final Merging merging;

    MergesEndpoint(Calls calls, Enforcer enforcer, Facts facts, CloudAdmins admins, Merging merging) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.facts = facts;
        this.admins = admins;
        this.merging = merging;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "vestibule:list_merges", Target.none());
        Optional<String> of = call.query().value("user_id");
        List<Merged> found = of.isEmpty()
                ? merging.all(call.realmName(), MOST_SHOWN)
                : UserId.ofHex(of.get())
                        .map(user -> merging.into(call.realmName(), user))
                        .orElse(List.of());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode all = body.putArray("merges");
        found.forEach(one -> all.add(shown(one)));
        body.put("truncated", of.isEmpty() && all.size() == MOST_SHOWN);
        return Reply.ok(body);
    }

    /** What would become of both; nothing does. */
    @GET
    @Path("/plan")
    public Reply plan(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        User survivor = allowed(call, MERGE, call.query().value(SURVIVOR).orElse(""));
        User merged = allowed(call, MERGE, call.query().value(MERGED).orElse(""));
        return Reply.ok(
                "plan",
                shown(
                        merging.plan(call.realm(), survivor.id(), merged.id())
                                .orElseThrow(() -> KeystoneRefused.notFound(
                                        "user", merged.id().hex())),
                        Facts.scopedDomain(call).isPresent() ? SHOWN_TO_ALL::contains : kind -> true));
    }

    @POST
    public Reply merge(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        JsonNode sent = Fields.member(call, body, "merge");
        User survivor = allowed(call, MERGE, Fields.textOf(sent, SURVIVOR).orElse(""));
        User merged = allowed(call, MERGE, Fields.textOf(sent, MERGED).orElse(""));
        return switch (merging.merge(
                call.realm(),
                new Merging.Wish(survivor.id(), merged.id(), false),
                by(call),
                plan -> isAllowed(call, MERGE, plan.survivor()) && isAllowed(call, MERGE, plan.merged()))) {
            case MergeOutcome.Done(Merged done) -> Reply.created("merge", shown(done));
            case MergeOutcome.Refused(String reason) -> throw refused(reason);
        };
    }

    @DELETE
    @Path("/{user}")
    public Reply undo(@PathParam("realm") String realm, @PathParam("user") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        User merged = allowed(call, UNMERGE, id);
        Merged found =
                merging.find(call.realmName(), merged.id()).orElseThrow(() -> KeystoneRefused.notFound("merge", id));
        allowed(call, UNMERGE, found.survivor().hex());
        return switch (merging.undo(call.realm(), merged.id(), by(call))) {
            case MergeOutcome.Done done -> Reply.noContent();
            case MergeOutcome.Refused(String reason) -> throw refused(reason);
        };
    }

    private User allowed(Call call, String action, String id) {
        call.holder();
        enforcer.enforce(
                call,
                action,
                Facts.ofAny(facts.user(call, id), user -> admins.of(call, user)).with("user_id", id));
        return facts.requireUser(call, id);
    }

    /** Once more, now that nobody makes an administrator of them any more. */
    private boolean isAllowed(Call call, String action, User user) {
        return enforcer.allows(
                call, action, admins.of(call, user).with("user_id", user.id().hex()));
    }

    private static Circumstances by(Call call) {
        return Circumstances.from(call.visitor().address())
                .of(call.holder().token().user());
    }

    private static KeystoneRefused refused(String reason) {
        return KeystoneRefused.conflict(
                        switch (reason) {
                            case "same-user" -> "A user cannot become one with itself.";
                            case "user-disabled" -> "One of the users is switched off: switch it on first.";
                            case "stands-for-a-relying-party" ->
                                "One of the users stands for a relying party: that is a program and nobody's account.";
                            case "merged-already" -> "One of the users has become one with another already.";
                            case "declared-in-file" ->
                                "The user is declared in the realm's file: take it out there, or let it be the one that stays.";
                            case "survivor-merged" ->
                                "The user that stayed has become one with another meanwhile: undo that first.";
                            case "not-as-proven" -> "One of the users has become one that others administer.";
                            case "too-late" -> "It cannot be undone any more.";
                            case "survivor-gone" -> "The user that stayed was deleted.";
                            case "last-way-in" ->
                                "The user that stayed could not come in any more: give it a way in first.";
                            default -> "It cannot be done: " + reason + ".";
                        })
                .because(reason);
    }

    private static ObjectNode shown(Merged merged) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(MERGED, merged.merged().hex())
                .put(SURVIVOR, merged.survivor().hex())
                .put("by_person", merged.byPerson())
                .put("merged_at", merged.at().toString())
                .put("undo_until", merged.undoUntil().toString());
    }

    private static ObjectNode shown(MergePlan plan, Predicate<String> kinds) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("survivor", shown(plan.survivor()));
        node.set("merged", shown(plan.merged()));
        ArrayNode parts = node.putArray("parts");
        plan.parts().forEach(part -> {
            ObjectNode one = parts.addObject().put("kind", part.kind());
            if (kinds.test(part.kind())) {
                texts(one, "had", part.had());
                texts(one, "comes", part.comes());
                texts(one, "ends", part.ends());
            } else {
                one.put("not_shown", part.comes().size() + part.ends().size());
            }
        });
        ArrayNode rules = node.putArray("multi_factor_auth_rules");
        plan.rules().rules().forEach(rule -> {
            ArrayNode methods = rules.addArray();
            rule.forEach(methods::add);
        });
        plan.obstacle().ifPresent(reason -> node.put("obstacle", reason));
        return node;
    }

    private static ObjectNode shown(User user) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", user.id().hex())
                .put("name", user.name())
                .put("domain_id", user.domain().value());
    }

    private static void texts(ObjectNode node, String name, List<String> texts) {
        ArrayNode all = node.putArray(name);
        texts.forEach(all::add);
    }
}
