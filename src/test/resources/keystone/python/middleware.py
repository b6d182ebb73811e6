"""A WSGI application behind keystonemiddleware's auth_token: the first line configures it, further ones are requests to it."""
import io
import json
import sys

from keystonemiddleware import auth_token


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    wanted = ("HTTP_X_IDENTITY_STATUS", "HTTP_X_USER_NAME", "HTTP_X_USER_DOMAIN_NAME", "HTTP_X_PROJECT_NAME", "HTTP_X_ROLES",
              "HTTP_X_SERVICE_IDENTITY_STATUS", "HTTP_X_SERVICE_ROLES", "HTTP_X_IS_ADMIN_PROJECT", "HTTP_OPENSTACK_SYSTEM_SCOPE")
    return [json.dumps({name: environ[name] for name in wanted if name in environ}).encode()]


guarded = auth_token.AuthProtocol(application, json.loads(sys.stdin.readline()))
print(json.dumps("ready"), flush=True)

for line in sys.stdin:
    request = json.loads(line)
    answer = {}

    def start_response(status, headers, exc_info=None):
        answer["status"] = int(status.split()[0])
        answer["headers"] = {name.lower(): value for name, value in headers}

    environ = {
        "REQUEST_METHOD": request.get("method", "GET"), "PATH_INFO": request.get("path", "/"), "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.version": (1, 0), "wsgi.multithread": False,
        "wsgi.multiprocess": False, "wsgi.run_once": False,
    }
    environ.update({"HTTP_" + name.upper().replace("-", "_"): value for name, value in request.get("headers", {}).items()})
    body = b"".join(guarded(environ, start_response)).decode()
    answer["body"] = json.loads(body) if answer["status"] == 200 else body
    print(json.dumps(answer), flush=True)
