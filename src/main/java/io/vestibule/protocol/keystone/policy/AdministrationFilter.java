package io.vestibule.protocol.keystone.policy;

import io.vestibule.audit.AuditLog;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Records every change that policy allowed and that came about; what was refused is recorded where it is refused. */
class AdministrationFilter {
    private static final int LAST = -10_000; // after the Reply became a status

    private final AuditLog audit;
    private final Permitted permitted;

    AdministrationFilter(AuditLog audit, Permitted permitted) {
        this.audit = audit;
        this.permitted = permitted;
    }

    @ServerResponseFilter(priority = LAST)
    void record(ContainerResponseContext response) {
        if (response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL) {
            permitted.event().ifPresent(audit::record);
        }
    }
}
