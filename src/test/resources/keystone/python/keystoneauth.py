"""Every keystoneauth plugin that needs no identity provider: reads {plugin, options}, answers with what the token says."""
import json
import sys

from keystoneauth1 import exceptions, loading, session


def places(client, access):
    if not access.has_service_catalog() or not access.service_catalog.catalog:
        return {}
    versions = client.get_all_version_data(interface="public")
    return {
        "endpoint": client.get_endpoint(service_type="identity", interface="public"),
        "versions": [v["status"] for v in versions["RegionOne"]["public"]["identity"]],
    }


def answer(question):
    plugin = loading.get_plugin_loader(question["plugin"]).load_from_options(**question["options"])
    client = session.Session(auth=plugin)
    access = plugin.get_access(client)
    return {
        "token": access.auth_token,
        "user": access.username,
        "project": access.project_name,
        "domain": access.domain_name,
        "system": bool(getattr(access, "system", None)),
        "roles": sorted(access.role_names),
        **places(client, access),
    }


for line in sys.stdin:
    try:
        result = answer(json.loads(line))
    except exceptions.ClientException as refused:
        result = {"refused": type(refused).__name__, "message": str(refused)}
    print(json.dumps(result), flush=True)
