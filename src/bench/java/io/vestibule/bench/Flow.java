package io.vestibule.bench;

import io.vestibule.bench.Application.Tokens;
import io.vestibule.bench.Browser.Person;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;

/** What is measured: each prepares a worker once, and then is one step that is repeated. */
enum Flow {
    BARE("bench") {
        @Override
        Step prepare(Application application, int worker) {
            return application::bare;
        }
    },
    DISCOVERY("bench") {
        @Override
        Step prepare(Application application, int worker) {
            return application::discovery;
        }
    },
    CLIENT_CREDENTIALS("bench") {
        @Override
        Step prepare(Application application, int worker) {
            return application::clientCredentials;
        }
    },
    REFRESH("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return chain(application, worker);
        }
    },
    REFRESH_ES256("bench-es256") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return chain(application, worker);
        }
    },
    INTROSPECT("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            Tokens tokens = signIn(application, worker);
            return () -> application.introspect(tokens);
        }
    },
    INTROSPECT_FRESH("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            Deque<Tokens> unseen = new ArrayDeque<>();
            Tokens last = signIn(application, worker);
            for (int i = 0; i < FRESH; i++) {
                last = application.refresh(last);
                unseen.add(last);
            }
            return () -> application.introspect(unseen.remove());
        }
    },
    USERINFO("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            Tokens tokens = signIn(application, worker);
            return () -> application.userinfo(tokens);
        }
    },
    CODE_SSO("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return overSession(application, worker);
        }
    },
    CODE_SSO_ES256("bench-es256") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return overSession(application, worker);
        }
    },
    SAML_SSO("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return asserted(application, worker, "urn:bench:saml");
        }
    },
    SAML_SSO_EC("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return asserted(application, worker, "urn:bench:saml-ec");
        }
    },
    SAML_ARRIVAL("bench") {
        @Override
        Step prepare(Application application, int worker) {
            return () -> application.arrival(Guild.RSA);
        }
    },
    SAML_ARRIVAL_EC("bench") {
        @Override
        Step prepare(Application application, int worker) {
            return () -> application.arrival(Guild.EC);
        }
    },
    KEYSTONE_TOKEN("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            IdentityApi api = application.identityApi(JWS_REALM);
            String token = api.byPassword(person(worker));
            return () -> api.byToken(token);
        }
    },
    KEYSTONE_VALIDATE("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return validation(application, worker, JWS_REALM);
        }
    },
    KEYSTONE_VALIDATE_FERNET("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return validation(application, worker, FERNET_REALM);
        }
    },
    KEYSTONE_VALIDATE_FRESH("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return unseen(application, JWS_REALM);
        }
    },
    KEYSTONE_VALIDATE_FERNET_FRESH("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return unseen(application, FERNET_REALM);
        }
    },
    KEYSTONE_VALIDATE_REVOKED("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return validation(application, worker, JWS_REALM);
        }
    },
    KEYSTONE_VALIDATE_FRESH_REVOKED("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return unseen(application, JWS_REALM);
        }
    },
    KEYSTONE_VALIDATE_FERNET_REVOKED("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return validation(application, worker, FERNET_REALM);
        }
    },
    KEYSTONE_VALIDATE_FERNET_FRESH_REVOKED("bench") {
        @Override
        Step prepare(Application application, int worker) throws IOException {
            return unseen(application, FERNET_REALM);
        }
    },
    KEYSTONE_PASSWORD("bench") {
        @Override
        Step prepare(Application application, int worker) {
            IdentityApi api = application.identityApi(JWS_REALM);
            AtomicInteger next = new AtomicInteger(worker);
            return () -> api.byPassword(person(next.getAndAdd(7)));
        }
    },
    LOGIN("bench") {
        @Override
        Step prepare(Application application, int worker) {
            AtomicInteger next = new AtomicInteger(worker);
            return () -> application.code(application.browser(), person(next.getAndAdd(7)));
        }
    };

    /** One flow, whole. {@link NoSuchElementException}: there is nothing left to do it with. */
    interface Step {
        void once() throws IOException;
    }

    static final String JWS_REALM = "bench";
    static final String FERNET_REALM = "bench-fernet";
    private static final int FRESH = 500;
    private static final int PEOPLE = 20;

    private final String client;

    Flow(String client) {
        this.client = client;
    }

    /** A worker of this flow, signed in where that takes it. */
    abstract Step prepare(Application application, int worker) throws IOException;

    Application application(Server server) throws IOException {
        String secret = client.equals("bench")
                ? "bench-secret-0123456789abcdef0123456789"
                : "bench-es256-secret-0123456789abcdef0123";
        return new Application(server, client, secret);
    }

    /** Whether it is measured after others were taken back in great number. */
    boolean afterRevocations() {
        return name().endsWith("_REVOKED");
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Tokens signIn(Application application, int worker) throws IOException {
        return application.code(application.browser(), person(worker));
    }

    private static Step chain(Application application, int worker) throws IOException {
        Tokens[] last = {signIn(application, worker)};
        return () -> last[0] = application.refresh(last[0]);
    }

    private static Step overSession(Application application, int worker) throws IOException {
        Browser browser = application.browser();
        application.code(browser, person(worker));
        return () -> application.userinfo(application.code(browser, null));
    }

    /** A service's token looks at a person's; here both are the same person's, who may look at her own. */
    private static Step validation(Application application, int worker, String realm) throws IOException {
        IdentityApi api = application.identityApi(realm);
        String token = api.byPassword(person(realm.equals(FERNET_REALM) ? 0 : worker));
        return () -> api.validate(token, token);
    }

    /** A token that the server did not make and has never seen, each time another one. */
    private static Step unseen(Application application, String realm) throws IOException {
        IdentityApi api = application.identityApi(realm);
        String service = api.byPassword(person(0));
        IdentityApi.Place place = api.place(service);
        ForeignKeystone keystone = ForeignKeystone.ONE;
        return realm.equals(FERNET_REALM)
                ? () -> api.validate(service, keystone.fernet(place.user(), place.project(), keystone.auditId()))
                : () -> api.validate(service, keystone.jws(place.user(), place.project(), keystone.auditId()));
    }

    private static Step asserted(Application application, int worker, String serviceProvider) throws IOException {
        Browser browser = application.browser();
        application.code(browser, person(worker));
        return () -> application.samlResponse(browser, serviceProvider);
    }

    static Person person(int number) {
        String digits = "%02d".formatted(number % PEOPLE);
        return new Person("bench" + digits, "bench-password-" + digits);
    }
}
