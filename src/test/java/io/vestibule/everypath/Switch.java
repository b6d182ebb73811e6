package io.vestibule.everypath;

import java.time.Duration;

/** What is switched off, or comes to its end. */
public enum Switch {
    /** Nothing: every row works, or the rest of the table proves nothing. */
    NONE {
        @Override
        void off(Stage stage, Runnable meanwhile) {
            meanwhile.run();
        }
    },
    USER {
        @Override
        void off(Stage stage, Runnable meanwhile) {
            stage.disable();
            meanwhile.run();
        }
    },
    USERS_DOMAIN {
        @Override
        void off(Stage stage, Runnable meanwhile) {
            stage.world().disable(stage.user().domain());
            meanwhile.run();
        }
    },
    PROJECT {
        @Override
        void off(Stage stage, Runnable meanwhile) {
            stage.world().disable(stage.project());
            meanwhile.run();
        }
    },
    PROJECTS_DOMAIN {
        @Override
        void off(Stage stage, Runnable meanwhile) {
            stage.world().disable(stage.project().domain());
            meanwhile.run();
        }
    },
    CONNECTOR {
        @Override
        void off(Stage stage, Runnable meanwhile) {
            PASSWORDS.off(stage, () -> UPSTREAMS.off(stage, meanwhile));
        }
    },
    /** The connector of our own people alone. */
    PASSWORDS {
        @Override
        void off(Stage stage, Runnable meanwhile) {
            stage.world().edited("enabled: true # the passwords' switch", "enabled: false", meanwhile);
        }
    },
    /** All connectors but that one. */
    UPSTREAMS {
        @Override
        void off(Stage stage, Runnable meanwhile) {
            stage.world().edited("enabled: true # the connector's switch", "enabled: false", meanwhile);
        }
    },
    RELYING_PARTY {
        @Override
        void off(Stage stage, Runnable meanwhile) {
            stage.world().edited("enabled: true # a party's switch", "enabled: false", meanwhile);
        }
    },
    REALM {
        @Override
        void off(Stage stage, Runnable meanwhile) {
            stage.world().edited("enabled: true # the realm's switch", "enabled: false", meanwhile);
        }
    },
    /** After too many wrong guesses. */
    LOCKED {
        @Override
        void off(Stage stage, Runnable meanwhile) {
            stage.lock();
            meanwhile.run();
        }
    },
    /** Passwords, tokens, sessions and whatever was given an end when it was made. */
    EXPIRED {
        @Override
        void off(Stage stage, Runnable meanwhile) {
            stage.world().clock().move(Duration.ofDays(40));
            try {
                meanwhile.run();
            } finally {
                stage.world().clock().backToNow();
            }
        }
    };

    abstract void off(Stage stage, Runnable meanwhile);
}
