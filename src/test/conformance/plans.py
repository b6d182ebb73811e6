"""The plans that are run, and what the suite is told of each."""

import dataclasses
import re

from server import ROOT

REALM_FILE = ROOT / "src/test/conformance/realm-config/conformance.yaml"
STATIC = {"client_registration": "static_client"}
DISCOVERED = {"server_metadata": "discovery", **STATIC}
CODE = {"response_type": "code", **STATIC}
BY_SECRET = {
    "client_auth_type": "client_secret_basic", "request_type": "plain_http_request", "response_mode": "default", **STATIC,
}


@dataclasses.dataclass(frozen=True)
class Plan:
    name: str
    at_the_suite: str
    variant: dict
    client: str = "lab-client-1"  # of ours, where we are the provider
    channels: tuple = ()  # by which the suite tells us, where we are the relying party
    session_said: bool = False  # the suite's frames name the session (iss, sid)
    only: str = ""  # of its modules

    @property
    def as_provider(self):
        return not self.name.startswith("rp-")


PLANS = [
    Plan("config", "oidcc-config-certification-test-plan", {}),
    Plan("basic", "oidcc-basic-certification-test-plan", DISCOVERED),
    Plan("form-post", "oidcc-formpost-basic-certification-test-plan", DISCOVERED),
    Plan("logout", "oidcc-rp-initiated-logout-certification-test-plan", CODE, "lab-client-leaving"),
    Plan("back-channel", "oidcc-backchannel-rp-initiated-logout-certification-test-plan", CODE, "lab-client-back"),
    Plan("front-channel", "oidcc-frontchannel-rp-initiated-logout-certification-test-plan", CODE, "lab-client-front"),
    Plan("session-management", "oidcc-session-management-certification-test-plan", CODE, "lab-client-leaving"),
    # With neither channel the suite refuses to run this one.
    Plan("rp-logout", "oidcc-client-rp-initiated-logout-rp-basic", BY_SECRET, channels=("back", "front")),
    Plan("rp-back-channel", "oidcc-client-back-channel-logout-rp-basic", BY_SECRET, channels=("back",)),
    Plan("rp-front-channel", "oidcc-client-front-channel-logout-rp-basic", BY_SECRET, channels=("front",)),
    Plan("rp-front-channel-op", "oidcc-client-logout-test-plan", {"response_type": "code", **BY_SECRET},
         channels=("front",), session_said=True, only="opinitlogout"),
]

# What a picture has to show, by module. Whoever may not be sent back is told or refused by a page of ours.
PICTURES = [
    ("prompt-login|max-age-1$", {"sign-in"}),
    ("rp-initiated-logout", {"signed-out", "error"}),
    ("", {"error"}),
]

# A bad logout token is refused for what is wrong with it. To the suite a 400 for any reason will do.
REFUSED_FOR = {
    "rpinitlogout-alg-none": "id-token-unsigned",
    "rpinitlogout-no-event": "logout-token-events",
    "rpinitlogout-with-nonce": "logout-token-nonce",
    "rpinitlogout-wrong-alg": "id-token-algorithm",
    "rpinitlogout-wrong-aud": "logout-token-audience",
    "rpinitlogout-wrong-event": "logout-token-events",
    "rpinitlogout-wrong-iss": "logout-token-issuer",
}


def refused_for(module):
    return next((reason for name, reason in REFUSED_FOR.items() if module.endswith(name)), None)


def pictured(module):
    return next(pages for pattern, pages in PICTURES if re.search(pattern, module))


def secrets():
    """The secret of each relying party in the realm's file, and of ours at the suite."""
    found, name = {}, ""
    for line in REALM_FILE.read_text().splitlines():
        match = re.match(r"\s*(- id|clientId|clientSecrets?): \[?([^\]\s]+)", line)
        if match and match[1] in ("- id", "clientId"):
            name = match[2]
        elif match:
            found[name] = match[2]
    return found


def client(name):
    return {"client_id": name, "client_secret": secrets()[name]}


def configuration(plan, realm):
    return as_provider(plan, realm) if plan.as_provider else as_relying_party(plan, realm)


def as_provider(plan, realm):
    return {
        "alias": "lab-op",
        "description": "Vestibule as provider, " + plan.name,
        "server": {"discoveryUrl": realm + "/.well-known/openid-configuration", "login_hint": "lab-user"},
        "client": client(plan.client),
        "client2": client("lab-client-2"),
        "client_secret_post": client("lab-client-post"),
    }


def as_relying_party(plan, realm):
    arrival = realm + "/login/from/suite"
    return {
        "alias": "lab-rp",
        "description": "Vestibule as relying party, " + plan.name,
        "client": {
            **client("lab-rp-client"),
            "redirect_uri": arrival,
            "post_logout_redirect_uri": realm + "/logout/returned",
            "frontchannel_logout_session_required": plan.session_said,
            **{one + "channel_logout_uri": "%s/%s-channel-logout" % (arrival, one) for one in plan.channels},
        },
    }


def login_by_the_suite(suite):
    return {
        "client_id": "lab-client-2", "response_type": "code", "scope": "openid", "state": "conformance",
        "redirect_uri": suite.base + "/test/a/lab-op/callback", "idp_hint": "suite",
    }
