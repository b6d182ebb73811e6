package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountActions;
import io.vestibule.account.AccountOverview;
import io.vestibule.account.AccountTokens;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.PasswordChange;
import io.vestibule.identity.Secret;
import io.vestibule.login.OwnFactors;
import io.vestibule.logout.LogoutReport;
import io.vestibule.portal.AccountApiDoor.Entered;
import io.vestibule.realm.BaseUrl;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The account page as an API: with the session's cookie and, for what changes something, the form key in
 * {@value #FORM_KEY}; or with an access token of scope {@value AccountTokens#SCOPE}.
 */
@Path("/realms/{realm}/account/api")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountEndpoint {
    static final String FORM_KEY = "X-CSRF-Token";

    private final AccountApiDoor door;
    private final AccountOverview overview;
    private final AccountActions actions;
    private final OwnFactors factors;
    private final BrowserRequest request;
    private final BaseUrl base;

    AccountEndpoint(
            AccountApiDoor door,
            AccountOverview overview,
            AccountActions actions,
            OwnFactors factors,
            BrowserRequest request,
            BaseUrl base) {
        this.door = door;
        this.overview = overview;
        this.actions = actions;
        this.factors = factors;
        this.request = request;
        this.base = base;
    }

    @GET
    public Response profile(
            @PathParam("realm") String realm, @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return shown(realm, authorization, visit -> {
            Map<String, Object> profile = new LinkedHashMap<>();
            profile.put("id", visit.user().id().toString());
            profile.put("username", visit.user().username());
            profile.put("name", visit.user().displayName());
            visit.user().email().ifPresent(email -> {
                profile.put("email", email);
                profile.put("emailVerified", visit.user().emailVerified());
            });
            profile.put("groups", visit.user().groups().stream().sorted().toList());
            profile.put("hasPassword", overview.hasPassword(visit));
            profile.put("recentlyAuthenticated", visit.fresh());
            if (!visit.formKey().isEmpty()) {
                profile.put("formKey", visit.formKey());
            }
            return profile;
        });
    }

    @GET
    @Path("/sessions")
    public Response sessions(
            @PathParam("realm") String realm, @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return shown(realm, authorization, visit -> Map.of("sessions", overview.sessions(visit)));
    }

    /** Every session but the one that asks. */
    @DELETE
    @Path("/sessions")
    public Response endOthers(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey) {
        return changed(realm, authorization, formKey, (visit, visitor) -> {
            Collection<LogoutReport> ended = actions.endOtherSessions(visit, visitor);
            return ok(Map.of("ended", ended.size(), "parties", parties(ended)));
        });
    }

    @DELETE
    @Path("/sessions/{id}")
    public Response endSession(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey) {
        return changed(realm, authorization, formKey, (visit, visitor) -> told(actions.endSession(visit, id, visitor)));
    }

    /** One application of a session, which goes on; its id in the query, since it may be an address. */
    @DELETE
    @Path("/sessions/{id}/applications")
    public Response leave(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            @QueryParam("application") @DefaultValue("") String application,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey) {
        return changed(
                realm,
                authorization,
                formKey,
                (visit, visitor) -> told(actions.leave(visit, id, application, visitor)));
    }

    private static Response told(Optional<LogoutReport> report) {
        return report.map(all -> ok(Map.of("parties", parties(List.of(all))))).orElseGet(() -> done(false));
    }

    /** Whom people know; this server's own pages take part in sessions, too. */
    private static List<Map<String, String>> parties(Collection<LogoutReport> reports) {
        return reports.stream()
                .flatMap(report -> report.told().stream())
                .filter(LogoutReport.Told::shown)
                .map(one -> Map.of("name", one.name(), "protocol", one.protocol(), "outcome", one.word()))
                .toList();
    }

    @GET
    @Path("/consents")
    public Response consents(
            @PathParam("realm") String realm, @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return shown(realm, authorization, visit -> Map.of("consents", overview.consents(visit)));
    }

    /** The relying party in the query, since its id may be an address. */
    @DELETE
    @Path("/consents")
    public Response withdraw(
            @PathParam("realm") String realm,
            @QueryParam("relyingParty") @DefaultValue("") String relyingParty,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey) {
        return changed(
                realm,
                authorization,
                formKey,
                (visit, visitor) -> done(actions.withdraw(visit, relyingParty, visitor)));
    }

    @GET
    @Path("/application-credentials")
    public Response keys(
            @PathParam("realm") String realm, @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return shown(realm, authorization, visit -> Map.of("applicationCredentials", overview.keys(visit)));
    }

    @DELETE
    @Path("/application-credentials/{id}")
    public Response removeKey(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey) {
        return changed(realm, authorization, formKey, (visit, visitor) -> done(actions.removeKey(visit, id, visitor)));
    }

    /** The present password and the one wanted. */
    public record Passwords(
            @Nullable String present, @Nullable String wanted) {}

    @POST
    @Path("/password")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response password(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey,
            @Nullable Passwords passwords) {
        return changed(realm, authorization, formKey, (visit, visitor) -> {
            if (passwords == null || passwords.present() == null || passwords.wanted() == null) {
                return problem(400, "incomplete", "The members present and wanted are needed.");
            }
            if (!factors.provenEnough(visit.realm(), visit.user(), visitor)) {
                return problem(door.refuse(
                        visit,
                        visitor,
                        403,
                        "factor-required",
                        "This asks for a login that showed the second factor."));
            }
            AccountActions.NewPassword changed = actions.changePassword(
                    visit, new Secret(passwords.present()), new Secret(passwords.wanted()), visitor);
            Response.ResponseBuilder reply = changed.outcome() instanceof PasswordChange.Changed
                    ? Response.noContent()
                    : Response.fromResponse(problem(
                            403,
                            changed.outcome()
                                    .getClass()
                                    .getSimpleName()
                                    .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                                    .toLowerCase(Locale.ROOT),
                            "The password stays as it is."));
            changed.cookies()
                    .forEach(cookie -> reply.header(HttpHeaders.SET_COOKIE, SetCookie.of(cookie, base.secure())));
            return reply.build();
        });
    }

    private interface Change {
        Response by(AccountVisit visit, Visitor visitor);
    }

    private Response shown(String realm, @Nullable String authorization, Function<AccountVisit, Object> what) {
        return switch (door.enter(realm, authorization, request.visitor())) {
            case Entered.In(AccountVisit visit) -> ok(what.apply(visit));
            case Entered.Out no -> problem(no);
        };
    }

    private Response changed(String realm, @Nullable String authorization, String formKey, Change change) {
        Visitor visitor = request.visitor();
        return switch (door.enterToChange(realm, authorization, formKey, visitor)) {
            case Entered.In(AccountVisit visit) -> change.by(visit, visitor);
            case Entered.Out no -> problem(no);
        };
    }

    static Response ok(Object body) {
        return Response.ok(body).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    static Response problem(int status, String code, String description) {
        return Response.status(status)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(Map.of("error", code, "error_description", description))
                .build();
    }

    static Response problem(Entered.Out no) {
        return problem(no.status(), no.code(), no.description());
    }

    static Response done(boolean found) {
        return found
                ? Response.noContent().build()
                : problem(404, "not-found", "There is nothing of that name in this account.");
    }
}
