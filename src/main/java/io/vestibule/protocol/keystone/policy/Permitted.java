package io.vestibule.protocol.keystone.policy;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.Circumstances;
import io.vestibule.protocol.keystone.wire.Call;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the caller of this request was allowed to change, to be told once it is done. */
@RequestScoped
class Permitted {
    private AuditEvent.@Nullable Administered event;

    void remember(Call call, String action) {
        Circumstances who = Circumstances.from(call.visitor().address())
                .of(call.holder().token().user());
        event = new AuditEvent.Administered(call.realmName(), who, action, call.path());
    }

    Optional<AuditEvent.Administered> event() {
        return Optional.ofNullable(event);
    }
}
