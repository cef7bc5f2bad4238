"""Windrow workers in Python: one file, which you put beside your code.

    import windrow

    def halve(message):
        message.field /= 2                      # a numpy array, where numpy is installed
        message.metadata["halved"] = True
        return message

    windrow.run(halve)

and in the flow:

    - {type: exec, worker: true, decode: true, command: [python3, halve.py]}

The function gets one message after the other. What it returns, or yields, becomes messages: the message itself, changed or
not; `message.new(...)` for another one; a numpy array, bytes or a pathlib.Path for another payload under the same metadata; a list
of these. `windrow.NOTHING` drops the message.

An exception makes the message fail, and the traceback is kept with it: raise `Transient` where another try may help,
`Permanent` where none does. `OSError` and `MemoryError` count as transient, any other exception as a defect, which is tried a few times.

What the code prints goes to Windrow's log, and so does what it logs by the module `logging`.

Only the standard library is needed. Python 3.9 or later.
"""

from __future__ import annotations

import base64
import datetime
import json
import logging
import math
import mmap
import os
import pathlib
import signal
import sys
import traceback
import types
from typing import Any, BinaryIO, Callable, Iterable, Optional, Union

try:
    import numpy
except ImportError:  # arrays are memoryviews then
    numpy = None  # type: ignore[assignment]

__all__ = ["Message", "NOTHING", "Permanent", "PROTOCOL", "Transient", "run"]

PROTOCOL = 1
"""The version of the protocol that this file speaks."""


class Transient(Exception):
    """The message cannot be worked on now: it is tried again, as the plan says, a bounded number of times."""

    error_class = "transient"

    def __init__(self, reason: object, advice: Optional[str] = None) -> None:
        super().__init__(reason)
        self.advice = advice


class Permanent(Transient):
    """The message can never be worked on: it becomes a dead letter at once."""

    error_class = "permanent"


class _Nothing:
    def __repr__(self) -> str:
        return "windrow.NOTHING"


NOTHING = _Nothing()
"""What a handler returns that drops the message."""

_UNSET: Any = object()
_FORMATS = {"float64": "d", "float32": "f"}


class Message:
    """A message: `id`, `kind`, `origin`, `metadata`, and a payload as `field`, `bytes` or `path`.

    `metadata` is a dict of the message's own; times are `datetime` objects in UTC. Only what is changed in it is sent back.
    """

    def __init__(self, worker: "_Worker", line: dict) -> None:
        self._worker = worker
        self.number: int = line.get("number", 0)
        self.id: str = line.get("id", "")
        self.kind: str = line.get("kind", "event")
        self.origin: str = line.get("origin", "")
        self._payload: Optional[dict] = line.get("payload")
        self._value: Any = _UNSET
        self._view: Any = None
        self._kind = self.kind
        self.metadata: dict[str, Any] = line.get("metadata", {})
        for name in line.get("times", ()):
            self.metadata[name] = _time(self.metadata[name])
        self._before = _copy(self.metadata)
        self._inherits = True

    def __repr__(self) -> str:
        return f"<windrow.Message {self.kind} {self.type or 'without payload'} from {self.origin}>"

    @property
    def type(self) -> Optional[str]:
        """What the payload is: float64, float32, grib, bytes, file; None: there is none."""
        return self._payload["type"] if self._payload else None

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the field: rows and columns where the grid has such, else the number of points."""
        return tuple(self._payload.get("shape", ())) if self._payload else ()

    @property
    def missing(self) -> Optional[float]:
        """The number that stands for a point without a value; None: every point has one."""
        mark = self._payload.get("missing") if self._payload else None
        return None if mark is None else float(mark)

    @property
    def field(self) -> Any:
        """The values, to be changed: a numpy array over memory that Windrow lends, or a memoryview where there is no numpy.

        A message that is returned after this was asked for passes on with these values, changed or not; to look only, take
        `values`. Assigning an array gives the message other values; a masked array sets what stands for missing ones.
        The memory is good until the handler returns: copy what is to be kept.
        """
        if self._value is not _UNSET and not isinstance(self._value, (bytes, bytearray, memoryview, pathlib.Path)):
            return self._value
        if self.type not in _FORMATS:
            advice = "add 'decode: true' to the action" if self.type == "grib" else "put the action behind one that makes fields"
            raise Permanent(f"the message holds {self.type or 'nothing'}, and not the values of a field", advice)
        if self._view is None:
            self._view = self._worker.view(self._payload, self.type, self.shape)
        return self._view

    @field.setter
    def field(self, values: Any) -> None:
        self._value = values

    @property
    def values(self) -> Any:
        """The values, to look at: as `field`, and read-only. The message keeps the payload that it has."""
        if self._value is _UNSET and self._view is None and self.type in _FORMATS:
            view = self._worker.view(self._payload, self.type, self.shape)
            if numpy is None:
                return view.toreadonly()
            view.flags.writeable = False
            return view
        return self.field

    @property
    def masked(self) -> Any:
        """The values as a masked array of numpy, to look at; where every point has a value, nothing is masked."""
        mark = self.missing
        values = self.values
        return numpy.ma.masked_array(values, values == values.dtype.type(mark) if mark is not None else False)

    @property
    def bytes(self) -> memoryview:
        """The bytes of the payload, as they lie in memory; of a file, its content."""
        if isinstance(self._value, (bytes, bytearray, memoryview)):
            return memoryview(self._value)
        if self._payload is None:
            raise Permanent("the message has no payload")
        if self.type == "file":
            with open(self._payload["path"], "rb") as file:
                return memoryview(file.read())
        return self._worker.memory(self._payload)

    @bytes.setter
    def bytes(self, value: Any) -> None:
        self._value = value

    @property
    def path(self) -> pathlib.Path:
        """The file that the message is about."""
        if isinstance(self._value, pathlib.Path):
            return self._value
        if self.type != "file":
            raise Permanent(f"the message holds {self.type or 'nothing'}, and not a file", "use message.bytes or message.field")
        return pathlib.Path(self._payload["path"])

    @path.setter
    def path(self, value: Union[str, pathlib.Path]) -> None:
        self._value = pathlib.Path(value)

    def new(self, metadata: Optional[dict] = None, *, field: Any = None, bytes: Any = None, path: Any = None,
            kind: Optional[str] = None, inherit: bool = True) -> "Message":
        """Another message made of this one, with its metadata and what `metadata` says beside them.

        Without `field`, `bytes` or `path` it has no payload. `inherit=False` leaves the metadata of this one out.
        """
        other = Message.__new__(Message)
        other._worker, other.number, other.id, other.origin = self._worker, self.number, self.id, self.origin
        other.kind, other._kind = kind or self.kind, self._kind
        other._payload, other._view = self._payload, None
        other._before = self._before
        other._inherits = inherit
        other.metadata = {**(self.metadata if inherit else {}), **(metadata or {})}
        given = [value for value in (field, bytes, None if path is None else pathlib.Path(path)) if value is not None]
        if len(given) > 1:
            raise TypeError("a message has one payload: field, bytes or path")
        other._value = given[0] if given else None
        return other

    def progress(self, fraction: Optional[float] = None, text: str = "") -> None:
        """Says how far the work on the message is. It is told when the work takes too long."""
        self._worker.say({"type": "progress", "number": self.number, "fraction": fraction, "text": text})

    def keep(self, set: str, id: str, value: str = "") -> tuple[bool, str]:
        """Adds a member to a set that the plan keeps in the flow's state, unless the set has one of that id.

        Whether it is new, and the value that the set has for it: that of whoever was first. It is durable when this returns.
        """
        answer = self._worker.ask({"type": "keep", "number": self.number, "set": set, "id": id, "value": value})
        return answer["new"], answer["value"]

    def kept(self, set: str, after: int = 0) -> dict[str, str]:
        """The members of a set, and their values; without the first `after` that were there, where those are known."""
        return dict(self._worker.ask({"type": "kept", "number": self.number, "set": set, "after": after})["members"])

    def count(self, prefix: str) -> int:
        """How many members all sets have together whose names begin with `prefix`."""
        return int(self._worker.ask({"type": "count", "number": self.number, "prefix": prefix})["count"])

    def empty(self, shape: Any, dtype: Any = "float64") -> Any:
        """A numpy array to be filled that lies where Windrow takes it from: a result in it costs no copy."""
        kind = numpy.dtype(dtype)
        count = math.prod(shape) if isinstance(shape, Iterable) else int(shape)
        return self._worker.room(self.number, count * kind.itemsize).array(kind, shape)

    def _result(self) -> dict:
        result: dict[str, Any] = {}
        if self.kind != self._kind:
            result["kind"] = self.kind
        value = self._view if self._value is _UNSET else self._value
        if value is None and self._value is None:
            result["payload"] = None
        elif value is not None:
            result["payload"] = self._worker.payload(self, value)
        before = self._before if self._inherits else {}
        changes = {key: value for key, value in self.metadata.items() if key not in before or not _same(before[key], value)}
        changes.update((key, None) for key in before if key not in self.metadata)
        if not self._inherits:
            result["inherit"] = False
        if changes:
            result["metadata"] = changes
            times = [key for key, value in changes.items() if isinstance(value, (datetime.date, datetime.datetime))]
            if times:
                result["times"] = times
        return result


class _Buffer:
    """Memory that Windrow and this process see."""

    def __init__(self, line: dict) -> None:
        self.number: int = line["buffer"]
        descriptor = os.open(line["path"], os.O_RDWR | os.O_CLOEXEC)
        try:
            self.map = mmap.mmap(descriptor, line["capacity"])
        finally:
            os.close(descriptor)
        self.address = 0
        if numpy is not None:
            self.address = numpy.frombuffer(self.map, dtype="u1").__array_interface__["data"][0]

    def array(self, dtype: Any, shape: Any, offset: int = 0) -> Any:
        return numpy.ndarray(shape, dtype=dtype, buffer=self.map, offset=offset)


class _Worker:
    def __init__(self, handler: Callable[[Message], Any], name: str, incoming: BinaryIO, outgoing: int) -> None:
        self._handler, self._name, self._incoming, self._outgoing = handler, name, incoming, outgoing
        self._buffers: dict[int, _Buffer] = {}
        self._lent: set[int] = set()
        self._backlog: list[dict] = []
        self._encode = json.JSONEncoder(default=_plain, allow_nan=False, separators=(",", ":")).encode

    def work(self) -> None:
        while True:
            line = self._backlog.pop(0) if self._backlog else self._read()
            if line is None or line["type"] == "stop":
                return
            if line["type"] == "hello":
                if line["protocol"] != PROTOCOL:
                    raise SystemExit(f"windrow.py speaks protocol {PROTOCOL}, and {line.get('engine')} speaks {line['protocol']}: take the windrow.py of that version")
                self.say({"type": "hello", "protocol": PROTOCOL, "name": self._name,
                          "capabilities": ["float64", "float32", "grib", "bytes", "file", "numpy"][:None if numpy is not None else 5]})
            elif line["type"] == "message":
                self._take(line)

    def say(self, line: dict) -> None:
        try:
            text = self._encode(line)
        except ValueError:  # numbers that JSON has no words for
            text = self._encode(_finite(line))
        data = text.encode() + b"\n"
        while data:
            data = data[os.write(self._outgoing, data):]

    def memory(self, payload: dict) -> memoryview:
        buffer = self._buffer(payload)
        return memoryview(buffer.map)[payload["offset"]:payload["offset"] + payload["bytes"]]

    def view(self, payload: dict, kind: str, shape: tuple[int, ...]) -> Any:
        if numpy is None:
            return self.memory(payload).cast(_FORMATS[kind])
        return self._buffer(payload).array(kind, shape, payload["offset"])

    def room(self, number: int, size: int) -> _Buffer:
        """Asks for memory."""
        buffer = self._buffer(self.ask({"type": "buffer", "number": number, "bytes": size}))
        self._lent.add(buffer.number)
        return buffer

    def ask(self, question: dict) -> dict:
        """Asks Windrow for something. Messages that come meanwhile wait."""
        self.say(question)
        while True:
            line = self._read()
            if line is None:
                raise SystemExit("windrow is gone")
            if line["type"] == question["type"]:
                return line
            self._backlog.append(line)

    def payload(self, message: Message, value: Any) -> dict:
        if isinstance(value, pathlib.Path):
            return {"type": "file", "path": str(value.absolute())}
        if isinstance(value, (bytes, bytearray)) or (isinstance(value, memoryview) and value.format == "B"):
            kind = "grib" if bytes(value[:4]) == b"GRIB" else "bytes"
            if len(value) <= 1024:
                return {"type": kind, "data": base64.b64encode(value).decode()}
            return self._copy(message, memoryview(value).cast("B"), kind)
        if numpy is None:
            view = memoryview(value)
            kind = {"d": "float64", "f": "float32"}.get(view.format)
            if kind is None:
                raise TypeError(f"a field is made of doubles or floats, not of '{view.format}'")
            return self._found(value, view.nbytes, kind) or self._copy(message, view.cast("B"), kind)
        return self._array(message, value)

    def _array(self, message: Message, value: Any) -> dict:
        if isinstance(value, numpy.ma.MaskedArray):
            mark = message.missing if message.missing is not None else float(numpy.finfo("f4").max)
            message.metadata["bitmapPresent"] = bool(numpy.ma.is_masked(value))
            if message.metadata["bitmapPresent"]:
                message.metadata["missingValue"] = mark
            value = value.filled(mark)
        value = numpy.asarray(value)
        if value.dtype.kind not in "fiub":
            raise TypeError(f"a field is made of numbers, not of {value.dtype}")
        kind = "float32" if value.dtype.kind == "f" and value.dtype.itemsize <= 4 else "float64"
        if value.dtype == kind and value.flags.c_contiguous:
            found = self._found(value, value.nbytes, kind)
            if found is not None:
                return found
        buffer = self.room(message.number, value.size * numpy.dtype(kind).itemsize)
        buffer.array(kind, value.shape)[...] = value
        return self._give(buffer, 0, value.size * numpy.dtype(kind).itemsize, kind)

    def _found(self, value: Any, size: int, kind: str) -> Optional[dict]:
        """Where the values lie already, if that is in memory of Windrow's that this message may give."""
        if numpy is None:
            for number in self._lent:
                if isinstance(value, memoryview) and value.obj is self._buffers[number].map and value.contiguous:
                    return self._give(self._buffers[number], 0, size, kind)
            return None
        address = value.__array_interface__["data"][0]
        for number in self._lent:
            buffer = self._buffers[number]
            if buffer.address <= address and address + size <= buffer.address + len(buffer.map):
                return self._give(buffer, address - buffer.address, size, kind)
        return None

    def _copy(self, message: Message, data: memoryview, kind: str) -> dict:
        buffer = self.room(message.number, len(data))
        buffer.map[:len(data)] = data
        return self._give(buffer, 0, len(data), kind)

    def _give(self, buffer: _Buffer, offset: int, size: int, kind: str) -> dict:
        # From here on it is Windrow's: a second result in it would be a copy.
        self._lent.discard(buffer.number)
        return {"type": kind, "buffer": buffer.number, "offset": offset, "bytes": size}

    def _buffer(self, line: dict) -> _Buffer:
        buffer = self._buffers.get(line["buffer"])
        if buffer is None:
            buffer = self._buffers[line["buffer"]] = _Buffer(line)
        return buffer

    def _read(self) -> Optional[dict]:
        line = self._incoming.readline()
        return json.loads(line) if line else None

    def _take(self, line: dict) -> None:
        for number in line.get("forget", ()):
            self._buffers.pop(number, None)
        number = line["number"]
        payload = line.get("payload")
        self._lent = {payload["buffer"]} if payload and "buffer" in payload else set()
        try:
            message = Message(self, line)
            done: dict[str, Any] = {"type": "done", "number": number}
            results = self._handler(message)
            if isinstance(results, (list, tuple, types.GeneratorType)):
                for result in results:
                    self.say({"type": "result", "number": number, **_message(message, result)._result()})
            elif results is not NOTHING:
                done["results"] = [_message(message, results)._result()]
            self.say(done)
        except Exception as error:  # whatever the handler does is told
            self.say(_error(number, error))


def run(handler: Callable[[Message], Any], name: Optional[str] = None) -> None:
    """Works on messages by `handler`, one after the other, until Windrow ends. It does not return before.

    `name` is what Windrow calls the worker in its log; by default the name of the script.
    """
    if os.isatty(0):
        raise SystemExit("this is a worker, which Windrow starts: write it as the 'command' of an exec action with 'worker: true'")

    # What the code prints must not come between the lines of the protocol: its standard output is standard error.
    incoming = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
    outgoing = os.dup(1)
    for descriptor in (incoming.fileno(), outgoing):
        os.set_inheritable(descriptor, False)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr

    # When the flow ends is Windrow's to say, also where all processes of a service get a signal.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    worker = _Worker(handler, name or os.path.basename(sys.argv[0]) or "python", incoming, outgoing)
    _Log(worker).install()
    worker.work()


class _Log(logging.Handler):
    """Hands what the code logs to Windrow's log."""

    _levels = ((logging.CRITICAL, "critical"), (logging.ERROR, "error"), (logging.WARNING, "warning"), (logging.INFO, "info"))

    def __init__(self, worker: _Worker) -> None:
        super().__init__()
        self._worker = worker

    def install(self) -> None:
        root = logging.getLogger()
        if not root.handlers:
            root.addHandler(self)
            if root.level == logging.WARNING:
                root.setLevel(logging.INFO)

    def emit(self, record: logging.LogRecord) -> None:
        level = next((name for least, name in self._levels if record.levelno >= least), "debug")
        try:
            self._worker.say({"type": "log", "level": level, "text": _shown(self.format(record))})
        except Exception:  # as every handler does
            self.handleError(record)


def _message(message: Message, result: Any) -> Message:
    """What a handler returned, as a message."""
    if isinstance(result, Message):
        return result
    if isinstance(result, pathlib.Path):
        return message.new(path=result)
    if isinstance(result, (bytes, bytearray, memoryview)):
        return message.new(bytes=result) if not isinstance(result, memoryview) or result.format == "B" else message.new(field=result)
    if numpy is not None and isinstance(result, numpy.ndarray):
        return message.new(field=result)
    if result is None:
        raise Permanent("the handler returned nothing", "let it return the message, or windrow.NOTHING to drop it")
    raise Permanent(f"the handler returned {type(result).__name__}", "let it return a message, a numpy array, bytes or a pathlib.Path, or a list of these")


def _error(number: int, error: Exception) -> dict:
    # The frames of this file are no news.
    frames = traceback.extract_tb(error.__traceback__)
    first = next((place for place, frame in enumerate(frames) if frame.filename != __file__), 0)
    trace = error.__traceback__
    for _ in range(first):
        trace = trace.tb_next if trace is not None else None
    reason = str(error).split("\n", 1)[0]
    if isinstance(error, Transient):
        kind, text = error.error_class, reason
    else:
        # As the engine's own actions do, where they get no more memory.
        kind = "transient" if isinstance(error, (OSError, MemoryError)) else "fault"
        text = "out of memory" + (f": {reason}" if reason else "") if isinstance(error, MemoryError) else f"{type(error).__name__}: {reason}" if reason else type(error).__name__
    return {"type": "error", "number": number, "class": kind, "text": _shown(text), "advice": getattr(error, "advice", None),
            "traceback": _shown("".join(traceback.format_exception(type(error), error, trace)))}


# What is never to stand in a log or a dead letter, such as the key of a server that came with the message.
_hidden: set[str] = set()


def _shown(text: str) -> str:
    for secret in _hidden:
        text = text.replace(secret, "(redacted)")
    return text


def _time(text: str) -> datetime.datetime:
    if text.endswith("Z"):
        text = text[:-1] + "+00:00"
    whole, dot, rest = text.partition(".")
    if dot:  # Windrow has seven digits, datetime six
        digits = rest[:-6].ljust(6, "0")[:6]
        text = f"{whole}.{digits}{rest[-6:]}"
    return datetime.datetime.fromisoformat(text)


def _same(one: Any, other: Any) -> bool:
    if one is other and not isinstance(one, (dict, list)):
        return True
    return type(one) is type(other) and bool(one == other)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(datetime.timezone.utc)
        return value.replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (pathlib.Path, datetime.timedelta)):
        return str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(value).decode()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if numpy is not None and isinstance(value, (numpy.generic, numpy.ndarray)):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is no value for metadata: text, numbers, booleans, times, lists and dicts are")


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, (list, tuple)) else value
