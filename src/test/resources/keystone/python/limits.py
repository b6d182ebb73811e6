"""A service that asks oslo.limit: the first line configures it, further ones are {project, deltas, usage}."""
import json
import sys

from keystoneauth1 import loading
from oslo_config import cfg
from oslo_limit import exception, limit

cfg.CONF([], project="service")
cfg.CONF.register_opts(loading.get_auth_plugin_conf_options("password"), group="oslo_limit")
for name, value in json.loads(sys.stdin.readline()).items():
    cfg.CONF.set_override(name, value, group="oslo_limit")
print(json.dumps("ready"), flush=True)

for line in sys.stdin:
    question = json.loads(line)

    def usage(project_id, resource_names):
        return {name: question["usage"].get(project_id, {}).get(name, 0) for name in resource_names}

    enforcer = limit.Enforcer(usage)
    try:
        enforcer.enforce(question["project"], question["deltas"])
        result = {"allowed": True, "model": enforcer.model.name}
    except exception.ProjectOverLimit as over:
        result = {"allowed": False, "message": str(over)}
    print(json.dumps(result), flush=True)
