package io.vestibule.protocol.oidc.downstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.grants.DeviceAuthorizations;
import io.vestibule.grants.DeviceRequest;
import io.vestibule.grants.UserCode;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.LoginFlow;
import io.vestibule.login.view.DeviceCodeView;
import io.vestibule.login.view.DeviceCodeView.Elsewhere;
import io.vestibule.login.view.DeviceCodeView.Problem;
import io.vestibule.login.view.DeviceDoneView;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The page where a person enters the code that a device shows (RFC 8628 §3.3). Whatever the address says, a person presses the
 * button; then they sign in as for any relying party, see which device it is, and decide.
 */
@ApplicationScoped
class DeviceEntry {
    static final String STEP = "device";

    private final Realms realms;
    private final Clients clients;
    private final DeviceAuthorizations devices;
    private final DeviceGuesses guesses;
    private final AuthnRequests requests;
    private final LoginFlow flow;
    private final ErrorPages errors;
    private final AuditLog audit;
    private final OidcUrls urls;

    DeviceEntry(
            Realms realms,
            Clients clients,
            DeviceAuthorizations devices,
            DeviceGuesses guesses,
            AuthnRequests requests,
            LoginFlow flow,
            ErrorPages errors,
            AuditLog audit,
            OidcUrls urls) {
        this.realms = realms;
        this.clients = clients;
        this.devices = devices;
        this.guesses = guesses;
        this.requests = requests;
        this.flow = flow;
        this.errors = errors;
        this.audit = audit;
        this.urls = urls;
    }

    /** The form, begun with the code that {@code verification_uri_complete} carries; looks nothing up. */
    BrowserReply page(String realmName, String code, String done, Visitor visitor) {
        return inRealm(
                realmName,
                visitor,
                realm -> Arrays.stream(DeviceDoneView.Outcome.values())
                        .filter(outcome -> DeviceApproval.word(outcome).equals(done))
                        .findFirst()
                        .<BrowserReply>map(outcome -> new BrowserReply.Page(
                                200, new DeviceDoneView(Optional.of(realm.name()), outcome, urls.device(realm.name()))))
                        .orElseGet(() -> form(realm, code, Optional.empty())));
    }

    /**
     * A page of another site sent the form: the person is asked for the code as by a link. Looking it up would let anybody's
     * page spend the guesses of its visitors, and of everybody behind their address.
     */
    BrowserReply fromElsewhere(String realmName, String code, Visitor visitor) {
        return inRealm(realmName, visitor, realm -> {
            record(realm, "user-code-from-elsewhere", visitor);
            return form(realm, code, Optional.empty());
        });
    }

    /** The person says that this is the code. */
    BrowserReply enter(String realmName, String typed, Visitor visitor) {
        return inRealm(realmName, visitor, realm -> {
            if (typed.isBlank()) {
                return form(realm, "", Optional.of(Problem.INCOMPLETE));
            }
            Optional<Problem> closed = guesses.closed(realm, visitor);
            if (closed.isPresent()) {
                return again(realm, typed, closed.get(), "too-many-wrong-user-codes", visitor);
            }
            Optional<UserCode> code = UserCode.parse(typed);
            if (code.isEmpty()) { // nobody guesses with what no device shows
                return again(realm, typed, Problem.WRONG, "user-code-malformed", visitor);
            }
            Optional<BrowserReply> found = devices.waiting(realm.name(), code.get())
                    .flatMap(waiting -> begin(realm, waiting, code.get(), visitor));
            return found.orElseGet(() -> {
                guesses.wrong(realm, visitor);
                return again(realm, typed, Problem.WRONG, "user-code-unknown", visitor);
            });
        });
    }

    /** Nothing when the configuration has changed so that this client may not ask for it any more. */
    private Optional<BrowserReply> begin(Realm realm, DeviceRequest waiting, UserCode code, Visitor visitor) {
        return clients.find(realm, waiting.relyingParty())
                .filter(client -> client.mayUse(GrantTypes.DEVICE_CODE))
                .map(client -> DeviceAuthorization.asked(client, parameters(waiting.asked()), urls))
                .filter(asked -> DeviceAuthorization.broken(asked).isEmpty())
                .map(asked -> flow.begin(requests.of(asked, new OidcMemory.OfDevice(waiting.id(), code)), visitor));
    }

    /** What we wrote ourselves. */
    static Parameters parameters(String asked) {
        return Parameters.read(asked) instanceof Parameters.Reading.Read read
                ? read.parameters()
                : new Parameters(Map.of());
    }

    private BrowserReply again(Realm realm, String typed, Problem problem, String reason, Visitor visitor) {
        record(realm, reason, visitor);
        return form(realm, typed, Optional.of(problem));
    }

    private void record(Realm realm, String reason, Visitor visitor) {
        audit.refuse(new Refusal(realm.name(), Circumstances.from(visitor.address()), STEP, reason));
    }

    /** Only what could be a code is shown again, and drawn. */
    private BrowserReply form(Realm realm, String typed, Optional<Problem> problem) {
        Optional<UserCode> code = UserCode.parse(typed);
        URI here = urls.device(realm.name());
        DeviceCodeView view = new DeviceCodeView(
                Optional.of(realm.name()),
                here,
                code.map(UserCode::shown).orElse(""),
                code.filter(whole -> problem.isEmpty())
                        .map(whole -> new Elsewhere(URI.create(here + "?user_code=" + whole.shown()))),
                problem);
        return new BrowserReply.Page(view.status(), view);
    }

    /** Realms in which no relying party has this grant have no such page. */
    private BrowserReply inRealm(String name, Visitor visitor, Function<Realm, BrowserReply> step) {
        return realms.find(name)
                .filter(realm -> clients.all(realm).anyMatch(client -> client.mayUse(GrantTypes.DEVICE_CODE)))
                .map(step)
                .orElseGet(() -> errors.page(
                        Kind.NOT_FOUND,
                        new Refusal(
                                realms.find(name).map(Realm::name),
                                Circumstances.from(visitor.address()),
                                STEP,
                                "no-device-page",
                                "",
                                ""),
                        Optional.empty(),
                        Optional.empty()));
    }
}
