"""keystoneauth without a token: reads {options, front, path}; front is what the front end says of the certificate that was shown."""
import json
import sys

from keystoneauth1 import exceptions, session
from keystoneauth1.identity.v3 import TokenlessAuth


def answer(question):
    client = session.Session(auth=TokenlessAuth(**question["options"]), additional_headers=question["front"])
    return client.get(question["path"], endpoint_filter={"service_type": "identity"}).json()


for line in sys.stdin:
    try:
        result = answer(json.loads(line))
    except exceptions.ClientException as refused:
        result = {"refused": type(refused).__name__, "message": str(refused)}
    print(json.dumps(result), flush=True)
