"""A Chromium that is installed on this machine, driven by its DevTools protocol over a pipe."""

import base64
import fcntl
import itertools
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")

# Certificates of a test are self-signed. No name but this machine's is looked up: the suite's pages ask for styles elsewhere.
OPTIONS = [
    "--headless", "--remote-debugging-pipe", "--ignore-certificate-errors", "--lang=en-GB", "--window-size=1000,800",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]
ANSWERS_WITHIN = 40
# What a Chromium does by itself about cookies of frames its distributor decides.
COOKIES_IN_FRAMES = {"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": False}}


class BrowserError(Exception):
    """The browser is missing, gone, or does not answer."""


def program():
    named = os.environ.get("VESTIBULE_CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
    if not found:
        raise BrowserError("no Chromium here: .ci/peers chromium installs it, or name one in VESTIBULE_CHROMIUM")
    return found


def pipe():
    """Two ends, none of which is 3 or 4: those are Chromium's."""
    return [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in os.pipe()]


class Chromium:
    def __init__(self):
        installed = program()
        self.profile = tempfile.mkdtemp(prefix="conformance-chromium-")
        preferences = pathlib.Path(self.profile, "Default", "Preferences")
        preferences.parent.mkdir()
        preferences.write_text(json.dumps(COOKIES_IN_FRAMES))
        commands, self.commands = pipe()
        self.answers, answers = pipe()
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(
            [installed, *OPTIONS, *sandbox, "--user-data-dir=" + self.profile],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(3, 4),
            preexec_fn=lambda: (os.dup2(commands, 3), os.dup2(answers, 4)))
        os.close(commands)
        os.close(answers)
        self.numbers = itertools.count(1)
        self.read = b""

    def call(self, method, session=None, **parameters):
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + ANSWERS_WITHIN
        while True:
            answer = self._next(deadline, method)
            if answer.get("id") == number:  # the rest is news of what happens, which nobody here waits for
                if "error" in answer:
                    raise BrowserError(method + ": " + answer["error"].get("message", "?"))
                return answer["result"]

    def _next(self, deadline, method):
        while b"\0" not in self.read:
            ready, _, _ = select.select([self.answers], [], [], max(0, deadline - time.monotonic()))
            chunk = os.read(self.answers, 1 << 16) if ready else b""
            if not chunk:
                raise BrowserError("Chromium does not answer " + method)
            self.read += chunk
        message, self.read = self.read.split(b"\0", 1)
        return json.loads(message)

    def tab(self):
        return Tab(self)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.commands)
        os.close(self.answers)
        shutil.rmtree(self.profile, ignore_errors=True)


class Tab:
    """One tab of a person with an empty profile: no cookie of another tab's."""

    def __init__(self, browser):
        self.browser = browser
        self.person = browser.call("Target.createBrowserContext")["browserContextId"]
        target = browser.call("Target.createTarget", url="about:blank", browserContextId=self.person)["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def open(self, address):
        self.browser.call("Page.navigate", self.session, url=address)

    def post(self, address, fields):
        """Posts a form from an empty page."""
        self.open("about:blank")
        self.run("""(address, fields) => {
            const form = Object.assign(document.createElement('form'), {method: 'post', action: address});
            for (const [name, value] of fields)
                form.append(Object.assign(document.createElement('input'), {type: 'hidden', name, value}));
            document.body.append(form);
            form.submit();
        }""", address, fields)

    def run(self, function, *arguments):
        """What a JavaScript function says of the page; None while the browser is between two pages."""
        expression = "(%s)(%s)" % (function, ",".join(map(json.dumps, arguments)))
        try:
            result = self.browser.call("Runtime.evaluate", self.session, expression=expression, returnByValue=True)
        except BrowserError as between:
            if "does not answer" in str(between):
                raise
            return None
        return result["result"].get("value")

    def picture(self):
        """The page as PNG."""
        return base64.b64decode(self.browser.call("Page.captureScreenshot", self.session, format="png")["data"])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.browser.call("Target.disposeBrowserContext", browserContextId=self.person)
