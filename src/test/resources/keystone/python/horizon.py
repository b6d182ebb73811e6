"""Horizon from Debian's package, behind WSGI's own server; told by one line of JSON where it is and who signs its people in."""
import json
import os
import sys
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

SETTINGS = """
from openstack_dashboard.settings import *  # noqa
DEBUG = False
ALLOWED_HOSTS = ["*"]
SECRET_KEY = "only for one test"
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
OPENSTACK_KEYSTONE_URL = KEYSTONE = %(keystone)r
AVAILABLE_REGIONS = []
WEBSSO_ENABLED = True
WEBSSO_USE_HTTP_REFERER = False
WEBSSO_CHOICES = (("openid", "Sign in at the portal"),)
WEBSSO_DEFAULT_REDIRECT = True
WEBSSO_DEFAULT_REDIRECT_PROTOCOL = "openid"
WEBSSO_DEFAULT_REDIRECT_REGION = KEYSTONE
WEBSSO_DEFAULT_REDIRECT_LOGOUT = KEYSTONE + "/auth/OS-FEDERATION/logout?origin=%(origin)s"
COMPRESS_ENABLED = False
COMPRESS_OFFLINE = False
"""


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):
        sys.stderr.write(format % args + "\n")


def serve(question):
    with open("portal_settings.py", "w") as settings:
        settings.write(SETTINGS % question)
    sys.path[:0] = [os.getcwd(), "/usr/share/openstack-dashboard"]
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal_settings"
    from django.core.wsgi import get_wsgi_application

    server = make_server("localhost", question["port"], get_wsgi_application(), Server, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return "ready"


for line in sys.stdin:
    print(json.dumps(serve(json.loads(line))), flush=True)
