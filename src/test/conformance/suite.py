"""The Foundation's suite, by its REST API."""

import base64
import json
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request

ENDED = ("FINISHED", "INTERRUPTED")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SuiteError(Exception):
    """The suite is not there, or refuses what it is asked."""


class Suite:
    def __init__(self, base):
        self.base = base.rstrip("/")
        parts = urllib.parse.urlsplit(self.base)
        if parts.scheme != "https" or parts.hostname not in LOOPBACK:
            raise SuiteError("CONFORMANCE_SUITE must be an https address of this machine, not " + base)
        try:
            self.certificate = ssl.get_server_certificate((parts.hostname, parts.port or 443))
        except OSError as nobody:
            raise SuiteError("no suite at %s (%s): start one, or name it in CONFORMANCE_SUITE" % (self.base, nobody)) from nobody
        self.tls = ssl.create_default_context(cadata=self.certificate)
        self.tls.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # issued by somebody else will do
        self.version = self.call("GET", "/api/server")["version"]

    def call(self, method, path, query=None, body=None, content_type="application/json"):
        address = self.base + path + ("?" + urllib.parse.urlencode(query) if query else "")
        request = urllib.request.Request(address, body if body is not None or method == "GET" else b"", method=method)
        request.add_header("Content-Type", content_type)
        try:
            with urllib.request.urlopen(request, context=self.tls, timeout=60) as answer:
                content = answer.read()
        except urllib.error.HTTPError as refused:
            raise SuiteError("%s %s: HTTP %d %s" % (method, path, refused.code, refused.read()[:300])) from refused
        except OSError as gone:
            raise SuiteError("%s %s: %s" % (method, path, gone)) from gone
        return json.loads(content) if content.strip() else None

    def plan(self, name, variant, configuration):
        query = {"planName": name, **({"variant": json.dumps(variant)} if variant else {})}
        return self.call("POST", "/api/plan", query, json.dumps(configuration).encode())

    def test(self, plan, module):
        query = {"test": module["testModule"], "plan": plan["id"], "variant": json.dumps(module.get("variant") or {})}
        return Test(self, self.call("POST", "/api/runner", query)["id"])


class Test:
    """One module that runs or ran."""

    def __init__(self, suite, number):
        self.suite = suite
        self.number = number

    def info(self):
        return self.suite.call("GET", "/api/info/" + self.number)

    def log(self):
        return self.suite.call("GET", "/api/log/" + self.number)

    def status(self):
        return self.info().get("status")

    def wait(self, states, seconds):
        """The state reached: one of those, one in which it has ended, or whatever it is when the time is over."""
        until = time.monotonic() + seconds
        while True:
            status = self.status()
            if status in states or status in ENDED or time.monotonic() > until:
                return status
            time.sleep(0.2)

    def addresses(self):
        """Where the person is asked to go, each with its method; they count as visited from here on."""
        browser = self.suite.call("GET", "/api/runner/" + self.number).get("browser") or {}
        asked = [(one["url"], one.get("method") or "GET") for one in browser.get("urlsWithMethod") or []]
        for address, _ in asked:
            self.suite.call("POST", "/api/runner/browser/%s/visit" % self.number, {"url": address})
        return asked

    def wanted_pictures(self):
        return [entry["upload"] for entry in self.log() if entry.get("upload") and not entry.get("img")]

    def hand_in(self, place, picture):
        image = "data:image/png;base64," + base64.b64encode(picture).decode()
        self.suite.call("POST", "/api/log/%s/images/%s" % (self.number, place), body=image.encode(), content_type="text/plain")

    def stop(self):
        self.suite.call("DELETE", "/api/runner/" + self.number)
        self.wait((), 20)
