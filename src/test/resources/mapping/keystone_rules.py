"""Answers cases (one JSON object a line on standard input) with Keystone's own rule engine, one JSON line each.

KEYSTONE_FEDERATION_UTILS may name another edition of that engine's file than the installed one.
"""
import importlib.util
import json
import os
import sys

import jsonschema
from keystone import exception

PLACE = os.environ.get('KEYSTONE_FEDERATION_UTILS')
if PLACE:
    spec = importlib.util.spec_from_file_location('keystone.federation.utils', PLACE)
    utils = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(utils)
else:
    from keystone.federation import utils

EDITIONS = getattr(utils, 'IDP_ATTRIBUTE_MAPPING_SCHEMAS', None)


def edition(version):
    if EDITIONS is not None:
        return EDITIONS[version]['schema'], EDITIONS[version]['processor']
    if version != '1.0':
        return None, None
    return utils.MAPPING_SCHEMA, utils.RuleProcessor


def text(value):
    return value if value is None or isinstance(value, str) else str(value)


def domain(value):
    return {'id': text(value.get('id')), 'name': text(value.get('name'))} if value else None


def answer(case):
    schema, processor = edition(case['version'])
    if schema is None:
        return {'outcome': 'skipped'}
    mapping = {'rules': case['rules'], 'schema_version': case['version']}
    problems = [e.message for e in
                sorted(jsonschema.Draft4Validator(schema).iter_errors(mapping), key=str)]
    if problems:
        return {'outcome': 'refused', 'problems': problems}
    try:
        got = processor('m', case['rules']).process(case['assertion'])
    except exception.ValidationError as e:
        none = str(e).startswith('Could not map any federated user properties')
        return {'outcome': 'no-match' if none else 'faulty', 'why': str(e)}
    except Exception as e:
        return {'outcome': 'faulty', 'why': type(e).__name__}
    if any(not isinstance(g, dict) or not isinstance(g.get('domain'), dict) or 'name' not in g
           for g in got['group_names']):
        return {'outcome': 'faulty', 'why': 'a group that is none'}
    user = got['user']
    return {
        'outcome': 'matched',
        'user': {'type': user['type'], 'id': user.get('id'), 'name': user.get('name'),
                 'email': user.get('email'), 'domain': domain(user.get('domain'))},
        'groupIds': [text(g) for g in got['group_ids']],
        'groups': [{'name': text(g['name']), 'domain': domain(g['domain'])} for g in got['group_names']],
        'projects': [{'name': p['name'], 'domain': domain(p.get('domain')),
                      'roles': [r['name'] for r in p['roles']]} for p in got['projects']],
    }


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
