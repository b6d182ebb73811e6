"""keystoneauth's plugin for devices: {options} begins and answers with the address to open; {} waits for what the token says."""
import json
import queue
import sys
import threading
import time

from keystoneauth1 import exceptions, loading, session

done = queue.Queue()


def begin(options):
    plugin = loading.get_plugin_loader("v3oidcdeviceauthz").load_from_options(**options)

    def wait():
        try:
            access = plugin.get_access(session.Session(auth=plugin))
            done.put({"user": access.username, "project": access.project_name, "roles": sorted(access.role_names)})
        except exceptions.ClientException as refused:
            done.put({"refused": type(refused).__name__, "message": str(refused)})

    threading.Thread(target=wait, daemon=True).start()
    while done.empty() and not getattr(plugin, "verification_uri_complete", None):
        time.sleep(0.05)
    return {"address": plugin.verification_uri_complete} if done.empty() else done.get()


for line in sys.stdin:
    question = json.loads(line)
    try:
        result = begin(question["options"]) if question else done.get(timeout=60)
    except exceptions.ClientException as refused:
        result = {"refused": type(refused).__name__, "message": str(refused)}
    print(json.dumps(result), flush=True)
