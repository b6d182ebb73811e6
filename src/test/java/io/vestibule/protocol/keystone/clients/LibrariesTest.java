package io.vestibule.protocol.keystone.clients;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;

/** This server fulfils the contract. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
@Tag("peer")
@Tag("keystone")
class LibrariesTest extends LibrariesContract {
    @ConfigProperty(name = "vestibule.base-url")
    URI base;

    @Override
    Cloud open() {
        return new Cloud(URI.create(base + "/v3"), "labadmin");
    }
}
