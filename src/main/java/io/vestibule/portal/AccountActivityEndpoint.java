package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountOverview;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.portal.AccountApiDoor.Entered;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to an account lately, for programs. */
@Path("/realms/{realm}/account/api/activity")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountActivityEndpoint {
    private final AccountApiDoor door;
    private final AccountOverview overview;
    private final BrowserRequest request;

    AccountActivityEndpoint(AccountApiDoor door, AccountOverview overview, BrowserRequest request) {
        this.door = door;
        this.overview = overview;
        this.request = request;
    }

    @GET
    public Response activity(
            @PathParam("realm") String realm,
            @QueryParam("before") @Nullable String before,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        Optional<UUID> one = Optional.ofNullable(before).flatMap(AccountActivityPage::id);
        if (before != null && one.isEmpty()) {
            return AccountEndpoint.problem(400, "malformed", "before is the id of a line.");
        }
        return switch (door.enter(realm, authorization, request.visitor())) {
            case Entered.In(AccountVisit visit) -> AccountEndpoint.ok(shown(overview.activity(visit, one)));
            case Entered.Out no -> AccountEndpoint.problem(no.status(), no.code(), no.description());
        };
    }

    private static Map<String, Object> shown(AccountOverview.Lately lately) {
        Map<String, Object> answer = new LinkedHashMap<>(Map.of("activity", lately.happenings()));
        lately.earlier().ifPresent(id -> answer.put("earlier", id));
        return answer;
    }
}
