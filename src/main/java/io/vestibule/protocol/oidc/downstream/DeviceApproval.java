package io.vestibule.protocol.oidc.downstream;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserReply;
import io.vestibule.grants.DeviceAuthorizations;
import io.vestibule.identity.RealmName;
import io.vestibule.login.view.DeviceDoneView.Outcome;
import io.vestibule.login.view.ErrorView;
import io.vestibule.login.view.RelyingPartyView;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.Refusal;
import io.vestibule.relyingparty.WaitingDevice;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a login came to that was begun for a device: the device is told, and the person sees where that leaves them. */
@ApplicationScoped
class DeviceApproval {
    private final Realms realms;
    private final Clients clients;
    private final DeviceAuthorizations devices;
    private final MemoryJson json;
    private final AuditLog audit;
    private final OidcUrls urls;

    DeviceApproval(
            Realms realms,
            Clients clients,
            DeviceAuthorizations devices,
            MemoryJson json,
            AuditLog audit,
            OidcUrls urls) {
        this.realms = realms;
        this.clients = clients;
        this.devices = devices;
        this.json = json;
        this.audit = audit;
        this.urls = urls;
    }

    Optional<WaitingDevice> waiting(RealmName realm, OidcMemory.OfDevice device) {
        return devices.waiting(realm, device.id())
                .map(found -> new WaitingDevice(device.code().shown(), found.address(), found.userAgent()));
    }

    BrowserReply proven(AuthnRequest request, OidcMemory.OfDevice device, GrantMemory grant) {
        if (devices.approve(request.realm(), device.id(), json.write(grant))) {
            return done(request, Outcome.APPROVED);
        }
        audit.refuse(new io.vestibule.audit.Refusal(
                request.realm(),
                Circumstances.from("unknown").at(request.relyingParty()).of(grant.userId()),
                DeviceEntry.STEP,
                "device-waits-no-more"));
        return done(request, Outcome.TOO_LATE);
    }

    /** Only the person's own no is told to the device: of any other reason they may still find another account. */
    BrowserReply refused(AuthnRequest request, OidcMemory.OfDevice device, Refusal refusal) {
        if (refusal.reason() != Refusal.Reason.ACCESS_DENIED) {
            return notThisWay(request, device, refusal);
        }
        return done(request, devices.refuse(request.realm(), device.id()) ? Outcome.REFUSED : Outcome.TOO_LATE);
    }

    private BrowserReply done(AuthnRequest request, Outcome outcome) {
        return new BrowserReply.Redirect(URI.create(urls.device(request.realm()) + "?done=" + word(outcome)));
    }

    static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private BrowserReply notThisWay(AuthnRequest request, OidcMemory.OfDevice device, Refusal refusal) {
        URI again = URI.create(
                urls.device(request.realm()) + "?user_code=" + device.code().shown());
        ErrorView view = new ErrorView(
                Optional.of(request.realm()),
                realms.find(request.realm())
                        .flatMap(realm -> clients.find(realm, request.relyingParty()))
                        .map(client -> RelyingPartyView.of(client.party(), request.replyTo())),
                kind(refusal.reason()),
                Optional.empty(),
                refusal.reference(),
                List.of(new ErrorView.WayOn(ErrorView.Label.TRY_AGAIN, again)));
        return new BrowserReply.Page(403, view);
    }

    private static ErrorView.Kind kind(Refusal.Reason reason) {
        return switch (reason) {
            case CONTEXT_NOT_MET -> ErrorView.Kind.SECOND_FACTOR_NEEDED;
            case TEMPORARILY_UNAVAILABLE -> ErrorView.Kind.UPSTREAM_UNREACHABLE;
            case SERVER_ERROR -> ErrorView.Kind.INTERNAL;
            default -> ErrorView.Kind.ACCOUNT_REFUSED;
        };
    }
}
