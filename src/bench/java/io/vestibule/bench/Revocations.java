package io.vestibule.bench;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** A hundred thousand tokens taken back by another node, of which this one hears as of any other change. */
final class Revocations {
    private static final int MANY = 100_000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private Revocations() {}

    static void make(Server server) throws IOException, InterruptedException {
        ForeignKeystone keystone = ForeignKeystone.ONE;
        try (Application application = Flow.KEYSTONE_VALIDATE_REVOKED.application(server)) {
            IdentityApi api = application.identityApi(Flow.JWS_REALM);
            String service = api.byPassword(Flow.person(0));
            IdentityApi.Place place = api.place(service);
            String auditId = keystone.auditId();
            String revoked = keystone.jws(place.user(), place.project(), auditId);
            if (!api.takes(service, revoked)) {
                throw new Wrong("a token of the other Keystone is not taken");
            }
            write(server, auditId);
            long begun = System.nanoTime();
            while (api.takes(service, revoked)) {
                if (System.nanoTime() - begun > PATIENCE_NANOS) {
                    throw new Wrong("the server never heard of the revocations");
                }
                Thread.sleep(50);
            }
        }
    }

    private static void write(Server server, String last) throws IOException {
        try (java.sql.Connection database = server.database()) {
            database.setAutoCommit(false);
            String ids = "(select 'past-' || n as id from generate_series(1, ?) n union all select ?) every";
            try (PreparedStatement rows = database.prepareStatement(
                            "insert into keystone_revocation (realm, audit_id, revoked_at, expires_at)"
                                    + " select ?, id, now(), now() + interval '1 hour' from " + ids);
                    PreparedStatement notices =
                            database.prepareStatement("insert into change_notice (realm, topic, subject, node, at)"
                                    + " select ?, 'token', id, ?, now() from " + ids)) {
                rows.setString(1, Flow.JWS_REALM);
                rows.setInt(2, MANY);
                rows.setString(3, last);
                rows.executeUpdate();
                notices.setString(1, Flow.JWS_REALM);
                notices.setObject(2, UUID.randomUUID());
                notices.setInt(3, MANY);
                notices.setString(4, last);
                notices.executeUpdate();
            }
            database.commit();
        } catch (SQLException broken) {
            throw new IOException(broken);
        }
    }
}
