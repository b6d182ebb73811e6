"""keystoneauth from one Keystone to another: reads {base, service_provider, options}, answers with what the other's token says."""
import json
import sys

from keystoneauth1 import exceptions, session
from keystoneauth1.identity import v3


def answer(question):
    base = v3.Password(**question["base"])
    plugin = v3.Keystone2Keystone(base, question["service_provider"], **question["options"])
    client = session.Session()
    access = plugin.get_access(client)
    return {
        "token": access.auth_token,
        "user": access.username,
        "project": access.project_name,
        "roles": sorted(access.role_names),
        "remote": plugin.auth_url,
    }


for line in sys.stdin:
    try:
        result = answer(json.loads(line))
    except exceptions.ClientException as refused:
        result = {"refused": type(refused).__name__, "message": str(refused)}
    print(json.dumps(result), flush=True)
