package io.vestibule.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.ApplicationScoped;

/** Runs once everything is up and listening: says so, and stays until told to stop. */
@ApplicationScoped
class OpenHouse implements QuarkusApplication {
    private final Banner banner;

    OpenHouse(Banner banner) {
        this.banner = banner;
    }

    @Override
    public int run(String... arguments) {
        System.out.println(banner.text());
        Quarkus.waitForExit();
        return 0;
    }
}
