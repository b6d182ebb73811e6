"""The built server with the conformance realm, TLS by itself, on a free port and in a folder that goes with it."""

import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
STARTS_WITHIN = 420  # a build and a rehearsal, on a busy machine


class ServerError(Exception):
    """The server cannot be started."""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def certificate(folder):
    if not shutil.which("openssl"):
        raise ServerError("openssl is missing: it makes the server's certificate (Debian: apt-get install openssl)")
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "server.key", "-out", folder / "server.crt"],
        capture_output=True, text=True)
    if made.returncode:
        raise ServerError("openssl made no certificate: " + made.stderr.strip()[-300:])


class Server:
    def __init__(self, folder, suite):
        if not (ROOT / "target/quarkus-app/quarkus-run.jar").is_file():
            raise ServerError("nothing is built yet: ./vestibule rehearse builds it")
        self.folder = folder
        self.base = "https://127.0.0.1:%d" % free_port()
        self.realm = self.base + "/realms/conformance"
        self.log = folder / "server.log"
        self.audit = folder / "audit.jsonl"
        certificate(folder)
        (folder / "suite.crt").write_text(suite.certificate)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [ROOT / "vestibule", "start"], env={**os.environ, **self._settings(suite)},
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)

    def _settings(self, suite):
        return {
            "VESTIBULE_BASE_URL": self.base,
            "VESTIBULE_DATA_DIR": str(self.folder / "data"),
            "VESTIBULE_REALM_CONFIG": str(ROOT / "src/test/conformance/realm-config"),
            "VESTIBULE_OUTBOUND_TRUST_STORE": str(self.folder / "suite.crt"),
            "CONFORMANCE_SUITE": suite.base,
            "QUARKUS_HTTP_HOST": "127.0.0.1",
            "QUARKUS_HTTP_SSL_PORT": self.base.rsplit(":", 1)[1],
            "QUARKUS_HTTP_INSECURE_REQUESTS": "disabled",
            "QUARKUS_HTTP_SSL_CERTIFICATE_FILES": str(self.folder / "server.crt"),
            "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES": str(self.folder / "server.key"),
            "QUARKUS_LOG_HANDLER_FILE__AUDIT__ENABLE": "true",
            "QUARKUS_LOG_HANDLER_FILE__AUDIT__PATH": str(self.audit),
            "QUARKUS_LOG_HANDLER_FILE__AUDIT__FORMAT": "%s%n",
            "QUARKUS_LOG_CATEGORY__IO_VESTIBULE_AUDIT__HANDLERS": "audit",
        }

    def wait(self):
        tls = ssl.create_default_context(cafile=self.folder / "server.crt")
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.realm + "/.well-known/openid-configuration", context=tls, timeout=5):
                    return
            except OSError:
                time.sleep(0.5)
        raise ServerError("the server did not come up:\n" + "\n".join(self.log.read_text().splitlines()[-20:]))

    def audited(self):
        """The audit events until now."""
        return [json.loads(line) for line in self.audit.read_text().splitlines()] if self.audit.exists() else []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)  # what is left of it: a build that was interrupted, a server that hangs
        except ProcessLookupError:
            pass
        self.process.wait()
