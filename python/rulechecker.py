"""Runs the `rules.py` of a TERRA-REF rulechecker, unmodified, as a worker of Windrow; Windrow starts it for the action `rulechecker`.

    python3 rulechecker.py MAP RULES LATE

MAP is the `rule_extractor_map.json`, RULES the file with a function for each rule, LATE says what becomes of members that come after a set has fired: `ignore` or
`amend`.

The module `rule_utils` that rules import is made here. What they keep with it lies in the flow's state, a row for each member, and the logic that rules of that kind
have is set right around them:

- A rule that has added a member is asked once more, so that it judges by the set with that member. As published it reads the set, adds, and judges by
  what it has read.
- A rule that says "process" fires once for the keys that it has asked for. What it asks for afterwards ends it before it writes its list of files a second time, and
  the event that made it fire gets the same answer again when it comes again after a crash.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import types
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, Callable, Optional

import windrow

TIMEOUT = float(os.environ.get("WINDROW_CLOWDER_TIMEOUT", "60"))
FIRED = "fired"


class _Waiting(windrow.Transient):
    """The server is away: the event waits, however long."""

    error_class = "waiting"


class _Fired(BaseException):
    """Ends a rule whose set has fired; no `except Exception` of a rule catches it."""


class _Progress:
    """What rules know of sets. One rule at a time."""

    def __init__(self, late: str) -> None:
        self._late = late
        self._sets: dict[str, dict[str, str]] = {}
        self._message: Any = None
        self._rule = ""
        self.asked: set[str] = set()
        self.has_added = False

    def begin(self, message: Any, rule: str) -> None:
        self._message, self._rule = message, rule
        self.asked, self.has_added = set(), False

    def retrieve(self, key: str) -> dict:
        key = str(key)
        self.asked.add(key)
        if self._late == "ignore" and self.fired(key):
            raise _Fired
        members = self._members(key)
        return {"ids": dict(members)} if members else {}

    def submit(self, rule: Any, extractor: Any, key: str, file_id: str, path: str) -> None:
        key, file_id = str(key), str(file_id)
        self.asked.add(key)
        members = self._members(key)
        if file_id in members:
            return
        is_new, value = self._message.keep(f"progress/{key}", file_id, str(path))
        members[file_id] = value
        self.has_added |= is_new

    def count(self, group: str) -> dict:
        return {"total": self._message.count(f"progress/{group}")}

    def fired(self, key: str) -> Optional[dict]:
        """The event and the answer by which a rule has fired for a key; None: it has not."""
        text = self._of(FIRED).get(f"{self._rule}\n{key}")
        return json.loads(text) if text else None

    def fire(self, result: dict) -> Optional[dict]:
        """Notes that a rule fires for what it has asked for. The answer that counts; None: another event has fired it."""
        mine = json.dumps({"event": self._message.id, "result": result}, sort_keys=True)
        answer: Optional[dict] = result
        for key in sorted(self.asked):
            name = f"{self._rule}\n{key}" if self._late == "ignore" else f"{self._rule}\n{key}\n{len(self._members(key))}"
            is_new, value = self._message.keep(FIRED, name, mine)
            self._of(FIRED)[name] = value
            there = json.loads(value)
            if not is_new:
                answer = there["result"] if answer is not None and there["event"] == self._message.id else None
        return answer

    def again(self) -> Optional[dict]:
        """The answer of a rule that has fired already: where this very event has made it fire, what it was; None: nothing."""
        for key in self.asked:
            fired = self.fired(key)
            if fired and fired["event"] == self._message.id:
                return fired["result"]
        return None

    def _members(self, key: str) -> dict[str, str]:
        return self._of(f"progress/{key}")

    def _of(self, name: str) -> dict[str, str]:
        # This process alone adds to the sets of its plan, so what it knows of them is all.
        members = self._sets.pop(name, None)
        if members is None:
            members = self._message.kept(name)
        self._sets[name] = members
        while len(self._sets) > 100:
            self._sets.pop(next(iter(self._sets)))
        return members


class _Connector:
    """What rules may want of a connector of pyclowder: its ways to ask a server."""

    ssl_verify = True

    def get(self, url: str, **options: Any) -> Any:
        return self._requests().get(url, **options)

    def post(self, url: str, **options: Any) -> Any:
        return self._requests().post(url, **options)

    def put(self, url: str, **options: Any) -> Any:
        return self._requests().put(url, **options)

    def delete(self, url: str, **options: Any) -> Any:
        return self._requests().delete(url, **options)

    def status_update(self, status: Any, resource: Any, message: str) -> None:
        print(message)

    def message_process(self, resource: Any, message: str) -> None:
        print(message)

    @staticmethod
    def _requests() -> Any:
        import requests

        return requests


class _Server:
    """Asks a Clowder server. The key is in no text of an error."""

    def __init__(self, body: dict) -> None:
        host = os.environ.get("WINDROW_CLOWDER_HOST") or body.get("host") or ""
        if not host:
            raise windrow.Permanent("the event does not say which Clowder it is of: its 'host' is empty", "name the server under 'host'")
        self.host = host if host.endswith("/") else host + "/"
        self.key = os.environ.get("WINDROW_CLOWDER_KEY") or body.get("secretKey") or ""
        self._is_second = "job_id" in body and "routing_key" not in body

    def get(self, path: str) -> Any:
        if self._is_second:
            request = urllib.request.Request(f"{self.host}api/v2/{path}", headers={"X-API-KEY": self.key})
        else:
            request = urllib.request.Request(f"{self.host}api/{path}?key={urllib.parse.quote(self.key, safe='')}")
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            kind = _Waiting if error.code in (408, 429, 502, 503, 504) else windrow.Transient if error.code >= 500 else windrow.Permanent
            raise kind(f"{self.host} answers {error.code} {error.reason} to GET {path}") from None
        except (urllib.error.URLError, OSError) as error:
            raise _Waiting(f"{self.host} cannot be reached: {getattr(error, 'reason', error)}") from None
        except ValueError:
            raise windrow.Transient(f"{self.host} answers to GET {path} what is no JSON") from None
        return found["data"] if isinstance(found, dict) and isinstance(found.get("data"), list) else found


def _resource(server: _Server, body: dict) -> dict:
    """What pyclowder hands to an extractor of a dataset."""
    identity = body.get("datasetId") or ""
    if not identity:
        raise windrow.Permanent("the event names no dataset, and rules are about datasets")
    info = server.get(f"datasets/{urllib.parse.quote(identity, safe='')}")
    files = server.get(f"datasets/{urllib.parse.quote(identity, safe='')}/files")
    extra = (body.get("source") or {}).get("extra") or {}
    return {"type": "dataset", "id": identity, "name": info.get("name", ""), "files": files,
            "triggering_file": body.get("filename") or extra.get("filename"), "parent": {}, "dataset_info": info}


def _load(path: str) -> Any:
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec = importlib.util.spec_from_file_location("rules", path)
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    sys.modules["rules"] = module
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module


def _shim(progress: _Progress) -> types.ModuleType:
    module = types.ModuleType("rule_utils", "Stands for the rulechecker's module of this name.")
    module.retrieveProgressFromDB = progress.retrieve  # type: ignore[attr-defined]
    module.submitProgressToDB = progress.submit  # type: ignore[attr-defined]
    module.retrieveQueryCountsFromDB = progress.count  # type: ignore[attr-defined]
    return module


class _Rules:
    def __init__(self, rule_map: dict, module: Any, progress: _Progress) -> None:
        self._map, self._progress = rule_map, progress
        self._functions = {name: self._find(module, name) for name in rule_map}
        self._extractor = types.SimpleNamespace(extractor_info={"name": "windrow"}, args=types.SimpleNamespace())
        self._connector = _Connector()

    @staticmethod
    def _find(module: Any, name: str) -> Callable:
        function = getattr(module, name, None)
        if not callable(function):
            raise SystemExit(f"the map names the rule '{name}', and {module.__file__} has no such function")
        return function

    def handle(self, message: Any) -> Any:
        body = _decode(bytes(message.bytes))
        server = _Server(body)

        # Rules ask servers themselves, and libraries write addresses with the key into their errors.
        windrow._hidden = {form for key in (server.key, body.get("secretKey") or "") for form in (key, urllib.parse.quote(key, safe=""), urllib.parse.quote_plus(key)) if form}
        resource = _resource(server, body)
        results = []
        for name, entry in self._map.items():
            for extractor, parameters in self._ask(message, name, entry, server, resource).items():
                results.append(self._routed(message, name, extractor, entry["extractors"][extractor], parameters))
        return results or windrow.NOTHING

    def _ask(self, message: Any, name: str, entry: dict, server: _Server, resource: dict) -> dict:
        """The extractors that a rule sends the event to, with their parameters."""
        for _ in range(2):
            self._progress.begin(message, name)
            try:
                answer = self._functions[name](self._extractor, self._connector, server.host, server.key, _copy(resource), entry)
            except _Fired:
                return self._progress.again() or {}
            # By what the set is now, and not by what it was before.
            if not self._progress.has_added:
                break
        wanted = self._wanted(name, entry, answer)
        return (self._progress.fire(wanted) or {}) if wanted and self._progress.asked else wanted

    @staticmethod
    def _wanted(name: str, entry: dict, answer: Any) -> dict:
        if not isinstance(answer, dict):
            raise windrow.Permanent(f"the rule '{name}' returns {type(answer).__name__}, and not a dict with an entry for each extractor")
        missing = [extractor for extractor in entry["extractors"] if extractor not in answer]
        if missing:
            raise windrow.Permanent(f"the rule '{name}' says nothing of {', '.join(missing)}, which the map has for it")
        return {extractor: said.get("parameters") or {} for extractor, said in answer.items() if extractor in entry["extractors"] and said.get("process")}

    @staticmethod
    def _routed(message: Any, name: str, extractor: str, how: dict, parameters: dict) -> Any:
        routed = message.new({"rule": name, "target": extractor, "parameters": parameters, "extractLevel": how.get("extract_level", "dataset")})
        routed._value = windrow._UNSET  # the event goes on as it is
        return routed


class _Redacting:
    """Standard error without what is hidden."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(windrow._shown(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _decode(data: bytes) -> dict:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("iso-8859-1")
    try:
        body = json.loads(text)
    except ValueError as error:
        raise windrow.Permanent(f"the body is not a JSON object: {error}") from None
    if not isinstance(body, dict):
        raise windrow.Permanent("the body is not a JSON object")
    return body


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))


def main() -> None:
    map_file, rules_file, late = sys.argv[1:4]
    with open(map_file, encoding="utf-8") as file:
        rule_map = json.load(file)
    progress = _Progress(late)
    sys.modules["rule_utils"] = _shim(progress)
    rules = _Rules(rule_map, _load(rules_file), progress)
    sys.stderr = _Redacting(sys.stderr)  # and standard output, which becomes the same
    windrow.run(rules.handle, name="rules")


if __name__ == "__main__":
    main()
