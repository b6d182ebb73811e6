package io.vestibule.portal;

import static io.vestibule.portal.ForgottenPage.realm;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.Secret;
import io.vestibule.login.ConsentStep;
import io.vestibule.login.FactorStep;
import io.vestibule.login.LinkStep;
import io.vestibule.login.LoginFlow;
import io.vestibule.login.MergeStep;
import io.vestibule.login.NewPasswordStep;
import io.vestibule.login.OrganisationAsked;
import io.vestibule.login.PasswordStep;
import io.vestibule.login.ScopeStep;
import io.vestibule.login.UpstreamStep;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The steps of a login as the browser sees them. */
@Path("/realms/{realm}/login")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class LoginPage {
    private static final String OTHER = "other";

    private final LoginFlow flow;
    private final PasswordStep password;
    private final NewPasswordStep newPassword;
    private final FactorStep factor;
    private final UpstreamStep upstream;
    private final ConsentStep consent;
    private final ScopeStep scope;
    private final LinkStep link;
    private final MergeStep merge;
    private final BrowserRequest request;

    LoginPage(
            LoginFlow flow,
            PasswordStep password,
            NewPasswordStep newPassword,
            FactorStep factor,
            UpstreamStep upstream,
            ConsentStep consent,
            ScopeStep scope,
            LinkStep link,
            MergeStep merge,
            BrowserRequest request) {
        this.flow = flow;
        this.password = password;
        this.newPassword = newPassword;
        this.factor = factor;
        this.upstream = upstream;
        this.consent = consent;
        this.scope = scope;
        this.link = link;
        this.merge = merge;
        this.request = request;
    }

    @GET
    public BrowserReply page(@PathParam("realm") String realm, @QueryParam("flow") @DefaultValue("") String sealed) {
        return flow.page(realm(realm), sealed, request.visitor());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply submit(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String sealed,
            @FormParam("username") @DefaultValue("") String username,
            @FormParam("password") @DefaultValue("") String secret,
            MultivaluedMap<String, String> form) {
        if (form.containsKey("cancel")) {
            return flow.cancel(realm(realm), sealed, request.visitor());
        }
        return password.submit(realm(realm), sealed, username, new Secret(secret), request.visitor());
    }

    @GET
    @Path("/cancel")
    public BrowserReply cancelled(
            @PathParam("realm") String realm, @QueryParam("flow") @DefaultValue("") String sealed) {
        return flow.cancel(realm(realm), sealed, request.visitor());
    }

    @POST
    @Path("/cancel")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply cancel(@PathParam("realm") String realm, @FormParam("flow") @DefaultValue("") String sealed) {
        return flow.cancel(realm(realm), sealed, request.visitor());
    }

    @POST
    @Path("/account")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply account(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String sealed,
            @FormParam("account") @DefaultValue("") String account) {
        return flow.account(realm(realm), sealed, account, request.visitor());
    }

    @GET
    @Path("/with/{connector}")
    public BrowserReply leave(
            @PathParam("realm") String realm,
            @PathParam("connector") String connector,
            @QueryParam("flow") @DefaultValue("") String sealed,
            @QueryParam("organisation") Optional<String> organisation,
            @QueryParam("q") Optional<String> search,
            @QueryParam("more") @DefaultValue("") String more,
            @QueryParam(PageRequest.LANGUAGE_PARAMETER) Optional<String> language) {
        Visitor visitor = request.visitor();
        Optional<Locale> switched =
                language.or(() -> visitor.cookie(PageRequest.LANGUAGE_COOKIE)).map(Locale::forLanguageTag);
        OrganisationAsked asked = new OrganisationAsked(organisation, search, more.equals("yes"), switched);
        return upstream.leave(realm(realm), connector(connector), sealed, asked, visitor);
    }

    @GET
    @Path("/from/{connector}")
    public BrowserReply arrive(@PathParam("realm") String realm, @PathParam("connector") String connector) {
        return upstream.arrive(realm(realm), connector(connector), request.message(Map.of()), request.visitor());
    }

    @POST
    @Path("/from/{connector}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply arrivePosted(
            @PathParam("realm") String realm,
            @PathParam("connector") String connector,
            MultivaluedMap<String, String> form) {
        return upstream.arrive(realm(realm), connector(connector), request.message(form), request.visitor());
    }

    @GET
    @Path("/consent")
    public BrowserReply consent(@PathParam("realm") String realm, @QueryParam("flow") @DefaultValue("") String sealed) {
        return consent.page(realm(realm), sealed, request.visitor());
    }

    @POST
    @Path("/consent")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply decide(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String sealed,
            @FormParam("consent") @DefaultValue("") String decision,
            MultivaluedMap<String, String> form) {
        return form.containsKey(OTHER)
                ? consent.another(realm(realm), sealed, request.visitor())
                : consent.decide(realm(realm), sealed, "allow".equals(decision), request.visitor());
    }

    @GET
    @Path("/new-password")
    public BrowserReply newPassword(
            @PathParam("realm") String realm, @QueryParam("flow") @DefaultValue("") String sealed) {
        return newPassword.page(realm(realm), sealed, request.visitor());
    }

    @POST
    @Path("/new-password")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply choosePassword(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String sealed,
            @FormParam("username") @DefaultValue("") String username,
            @FormParam("password") @DefaultValue("") String present,
            @FormParam("wanted") @DefaultValue("") String wanted,
            @FormParam("repeated") @DefaultValue("") String repeated) {
        NewPasswordStep.Typed typed =
                new NewPasswordStep.Typed(username, new Secret(present), new Secret(wanted), new Secret(repeated));
        return newPassword.submit(realm(realm), sealed, typed, request.visitor());
    }

    @GET
    @Path("/factor")
    public BrowserReply factor(@PathParam("realm") String realm, @QueryParam("flow") @DefaultValue("") String sealed) {
        return factor.page(realm(realm), sealed, request.visitor());
    }

    @POST
    @Path("/factor")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply prove(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String sealed,
            @FormParam("passcode") @DefaultValue("") String passcode,
            @FormParam("recovery") @DefaultValue("") String recovery,
            MultivaluedMap<String, String> form) {
        if (form.containsKey(OTHER)) {
            return factor.another(realm(realm), sealed, request.visitor());
        }
        return form.containsKey("cancel")
                ? factor.cancel(realm(realm), sealed, request.visitor())
                : factor.submit(realm(realm), sealed, new FactorStep.Typed(passcode, recovery), request.visitor());
    }

    @GET
    @Path("/newcomer")
    public BrowserReply newcomer(
            @PathParam("realm") String realm, @QueryParam("flow") @DefaultValue("") String sealed) {
        return link.newcomer(realm(realm), sealed, request.visitor());
    }

    @POST
    @Path("/newcomer")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply newcomerSays(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String sealed,
            @FormParam("answer") @DefaultValue("") String answer) {
        return link.answer(realm(realm), sealed, "mine".equals(answer), request.visitor());
    }

    @GET
    @Path("/link")
    public BrowserReply link(@PathParam("realm") String realm, @QueryParam("flow") @DefaultValue("") String sealed) {
        return link.page(realm(realm), sealed, request.visitor());
    }

    @POST
    @Path("/link")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply linkOrNot(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String sealed,
            @FormParam("answer") @DefaultValue("") String answer) {
        return link.decide(realm(realm), sealed, "yes".equals(answer), request.visitor());
    }

    @GET
    @Path("/merge")
    public BrowserReply merge(
            @PathParam("realm") String realm,
            @QueryParam("flow") @DefaultValue("") String sealed,
            @QueryParam("keep") @DefaultValue("") String keep) {
        return merge.page(realm(realm), sealed, OTHER.equals(keep), request.visitor());
    }

    @POST
    @Path("/merge")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply mergeOrNot(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String sealed,
            @FormParam("keep") @DefaultValue("") String keep,
            @FormParam("passcode") @DefaultValue("") String passcode,
            @FormParam("answer") @DefaultValue("") String answer) {
        MergeStep.Answer said = new MergeStep.Answer("yes".equals(answer), OTHER.equals(keep), passcode);
        return merge.decide(realm(realm), sealed, said, request.visitor());
    }

    @GET
    @Path("/scope")
    public BrowserReply scope(@PathParam("realm") String realm, @QueryParam("flow") @DefaultValue("") String sealed) {
        return scope.page(realm(realm), sealed, request.visitor());
    }

    @POST
    @Path("/scope")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply choose(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String sealed,
            @FormParam("scope") @DefaultValue("") String chosen,
            MultivaluedMap<String, String> form) {
        return form.containsKey(OTHER)
                ? scope.another(realm(realm), sealed, request.visitor())
                : scope.decide(realm(realm), sealed, chosen, request.visitor());
    }

    private static ConnectorId connector(String name) {
        if (!ConnectorId.isValid(name)) {
            throw new NotFoundException();
        }
        return new ConnectorId(name);
    }
}
