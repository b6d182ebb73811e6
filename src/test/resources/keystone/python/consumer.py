"""The way to an access token of OAuth 1.0a, signed by oauthlib: reads {auth_url, token, role}, answers with keys and secrets."""
import json
import sys
import urllib.parse
import urllib.request

from oauthlib import oauth1


def send(url, headers, body=None, method="POST"):
    request = urllib.request.Request(url, None if body is None else body.encode(), headers, method=method)
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode()


def answer(question):
    base = question["auth_url"]
    caller = {"X-Auth-Token": question["token"], "Content-Type": "application/json"}
    consumer = json.loads(send(base + "/OS-OAUTH1/consumers", caller, json.dumps({"consumer": {}})))["consumer"]
    me = urllib.request.Request(base + "/auth/tokens", headers={**caller, "X-Subject-Token": question["token"]})
    with urllib.request.urlopen(me) as found:
        project = json.load(found)["token"]["project"]["id"]

    def signed(path, more={}, **options):
        client = oauth1.Client(consumer["id"], client_secret=consumer["secret"],
                               signature_method=oauth1.SIGNATURE_HMAC, **options)
        url, headers, _ = client.sign(base + path, http_method="POST", headers=more)
        return dict(urllib.parse.parse_qsl(send(url, headers, "")))

    wish = signed("/OS-OAUTH1/request_token", {"Requested-Project-Id": project}, callback_uri="oob")
    roles = json.dumps({"roles": [{"name": question["role"]}]})
    agreed = json.loads(send(base + "/OS-OAUTH1/authorize/" + wish["oauth_token"], caller, roles, "PUT"))
    access = signed("/OS-OAUTH1/access_token", resource_owner_key=wish["oauth_token"],
                    resource_owner_secret=wish["oauth_token_secret"], verifier=agreed["token"]["oauth_verifier"])
    return {"consumer_key": consumer["id"], "consumer_secret": consumer["secret"],
            "access_key": access["oauth_token"], "access_secret": access["oauth_token_secret"]}


for line in sys.stdin:
    try:
        result = answer(json.loads(line))
    except urllib.error.HTTPError as refused:
        result = {"refused": refused.code, "message": refused.read().decode()}
    print(json.dumps(result), flush=True)
