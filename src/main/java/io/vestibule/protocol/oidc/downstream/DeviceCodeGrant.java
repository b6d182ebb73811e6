package io.vestibule.protocol.oidc.downstream;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.grants.DeviceAuthorizations;
import io.vestibule.grants.DeviceOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tokens for a device, once a person has approved it (RFC 8628 §3.4, §3.5). Like any code, its code is good for one use. */
@ApplicationScoped
class DeviceCodeGrant implements TokenGrant {
    private static final String INVALID = "The device code is not valid, or was used before.";

    private final DeviceAuthorizations devices;
    private final LivingGrants living;
    private final FirstTokens first;
    private final TokenResponses responses;
    private final MemoryJson json;
    private final AuditLog audit;

    DeviceCodeGrant(
            DeviceAuthorizations devices,
            LivingGrants living,
            FirstTokens first,
            TokenResponses responses,
            MemoryJson json,
            AuditLog audit) {
        this.devices = devices;
        this.living = living;
        this.first = first;
        this.responses = responses;
        this.json = json;
        this.audit = audit;
    }

    @Override
    public String grantType() {
        return GrantTypes.DEVICE_CODE;
    }

    private sealed interface Redemption {
        record Done(TokenResponses.OfPerson issued) implements Redemption {}

        /** Not an answer yet, and so no refusal to be recorded. */
        record Later(String error, String description) implements Redemption {}

        record Failed(Denied denied, boolean reused) implements Redemption {}
    }

    @Override
    public BackChannelAnswer redeem(BackChannelRequest request) {
        Optional<String> code = request.parameters().get("device_code");
        if (code.isEmpty()) {
            return new BackChannelAnswer.Refused(
                    Denied.invalidRequest("device-code-missing", "The device_code is missing."));
        }
        // One transaction: whoever comes second with the same code waits for the family it must end.
        Redemption redemption = QuarkusTransaction.joiningExisting().call(() -> redeem(request, code.get()));
        return switch (redemption) {
            case Redemption.Done done -> responses.ofPerson(request, grantType(), done.issued());
            case Redemption.Later later ->
                new BackChannelAnswer.Given(JsonReply.error(400, later.error(), later.description()));
            case Redemption.Failed failed -> {
                if (failed.reused()) {
                    audit.record(new AuditEvent.GrantRevoked(
                            request.realm().name(), request.circumstances(), "device-code-reused"));
                }
                yield new BackChannelAnswer.Refused(failed.denied());
            }
        };
    }

    private Redemption redeem(BackChannelRequest request, String code) {
        Client client = request.client();
        return switch (devices.poll(request.realm().name(), client.id(), code)) {
            case DeviceOutcome.Waiting waiting ->
                new Redemption.Later("authorization_pending", "The person has not decided yet.");
            case DeviceOutcome.TooFast fast ->
                new Redemption.Later("slow_down", "Ask five seconds less often than before.");
            case DeviceOutcome.Refused no ->
                failed(Denied.of("access_denied", "person-refused", "The person refused."), false);
            case DeviceOutcome.Expired late ->
                failed(Denied.of("expired_token", "device-code-expired", "The device code has expired."), false);
            case DeviceOutcome.OfOther other ->
                failed(
                        Denied.invalidGrant("device-code-of-other-client", INVALID)
                                .seen(other.owner().value(), client.id().value()),
                        false);
            case DeviceOutcome.Unknown unknown ->
                failed(
                        Denied.invalidGrant(unknown.reused() ? "device-code-reused" : "device-code-unknown", INVALID),
                        unknown.reused());
            case DeviceOutcome.Approved approved -> approved(request, approved);
        };
    }

    private Redemption approved(BackChannelRequest request, DeviceOutcome.Approved approved) {
        Optional<Denied> wrong = AuthorizationCodeGrant.verifierFails(
                request, DeviceEntry.parameters(approved.asked()).get("code_challenge"));
        if (wrong.isPresent()) {
            return failed(wrong.get(), false);
        }
        GrantMemory grant = json.read(approved.granted(), GrantMemory.class);
        return switch (living.inSession(request.client(), grant, false)) {
            case LivingGrants.Life.Over over -> failed(Denied.invalidGrant(over.reason(), INVALID), false);
            case LivingGrants.Life.Alive alive ->
                first.of(request.client(), grant, alive, approved.family(), Optional.empty())
                        .<Redemption>map(Redemption.Done::new)
                        .orElseGet(() -> failed(Denied.invalidGrant(LivingGrants.SESSION_ENDED, INVALID), false));
        };
    }

    private static Redemption failed(Denied denied, boolean reused) {
        return new Redemption.Failed(denied, reused);
    }
}
