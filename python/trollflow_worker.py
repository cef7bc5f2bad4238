"""Runs components written for trollflow, unmodified, as a worker of Windrow; Windrow starts it for `type: trollflow`.

    python3 trollflow_worker.py ITEM.json

ITEM.json says which components there are, with their options, and where modules are looked for. The modules `trollflow.workflow_component`, `trollflow.utils` and the
text examples, and `posttroll.message` where posttroll is not installed, are made here, from their published interface.

What a component puts on its output queue is pickled at once, so it is what it was at that moment, and goes to the next process as the payload of a message. Plain values
of a dict (texts, numbers, booleans) stand beside it as metadata, for selects and reports; the pickle counts.
"""

from __future__ import annotations

import collections
import datetime
import fcntl
import gc
import importlib
import importlib.util
import json
import logging
import math
import os
import pickle
import queue
import re
import signal
import sys
import threading
import time
import types
from typing import Any, Callable, Optional

import windrow

TYPE = "trollflow.type"  # what was pickled
ASK = "trollflow.ask"  # what Windrow asks a daemon for
ENDED = "trollflow.ended"  # the daemon's answer when its thread is gone
LARGEST = (1 << 30) - (1 << 20)  # bytes of a pickle
LONGEST = 1000  # characters of a text among the metadata
WAIT = 1.0  # seconds that a daemon is waited for before it is asked again
ROOM = 1000  # items of a daemon that nobody has taken yet; then it waits


class SharedLock:
    """A lock between the processes of two neighbours, with the interface of threading.Lock. It is free when its holder is gone, whatever ended it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._inside = threading.Lock()
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def acquire(self, blocking: bool = True, timeout: float = -1, block: Optional[bool] = None) -> bool:
        blocking = blocking if block is None else block
        until = math.inf if timeout < 0 else time.monotonic() + timeout
        if not (self._inside.acquire(blocking, timeout) if blocking else self._inside.acquire(False)):
            return False
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | (fcntl.LOCK_NB if not blocking or until < math.inf else 0))
                return True
            except BlockingIOError:
                if not blocking or time.monotonic() >= until:
                    self._inside.release()
                    return False
                time.sleep(0.01)

    def release(self) -> None:
        self._inside.release()  # RuntimeError where nobody here has it, as of threading.Lock
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def locked(self) -> bool:
        return self._inside.locked()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: Any) -> None:
        self.release()

    def __repr__(self) -> str:
        return f"<lock of {os.path.basename(self._path)}>"


def acquire_lock(lock: Any) -> bool:
    """Takes a lock; False where there is none."""
    if lock is None:
        return False
    lock.acquire()
    return True


def release_lock(lock: Any) -> bool:
    """Gives a lock back; False where there is none, or nobody here has it."""
    if lock is None:
        return False
    try:
        lock.release()
    except RuntimeError:
        return False
    return True


def ordered_load(stream: Any, *_: Any, **__: Any) -> Any:
    """Reads YAML, with keys in their order; tags that name classes are refused. Needs PyYAML."""
    import yaml

    return yaml.safe_load(stream)


class AbstractWorkflowComponent:
    """What components inherit from: `pre_invoke`, `invoke(context)` and `post_invoke` are theirs."""

    slots: list = []

    def __init__(self) -> None:
        self.use_lock = False
        self.prev_lock = None
        self.lock = None

    def pre_invoke(self) -> None:
        """Called before each `invoke`."""

    def invoke(self, context: dict) -> None:
        """Works on `context["content"]`."""
        raise NotImplementedError(f"{type(self).__name__} has no 'invoke(self, context)'")

    def post_invoke(self) -> None:
        """Called after each `invoke`."""

    acquire_lock = staticmethod(acquire_lock)
    release_lock = staticmethod(release_lock)


class Results:
    """The output queue of a workflow item: what is put on it leaves when the item is done, all of it or nothing."""

    def __init__(self, room: int = 0) -> None:
        self._items: collections.deque = collections.deque()
        self._changed = threading.Condition()
        self._room = room

    def put(self, item: Any, block: bool = True, timeout: Optional[float] = None) -> None:
        packed = pack(item)
        with self._changed:
            if self._room and not self._changed.wait_for(lambda: len(self._items) < self._room, timeout if block else 0):
                raise queue.Full
            self._items.append(packed)
            self._changed.notify_all()

    def put_nowait(self, item: Any) -> None:
        self.put(item, block=False)

    def take_over(self, other: Any) -> None:
        """Takes what was put on another queue, however much that is."""
        with self._changed:
            while True:
                try:
                    self._items.append(pack(other.get_nowait()))
                except queue.Empty:
                    break
            self._changed.notify_all()

    def take(self, wait: float = 0) -> list:
        """All that is there; waits so many seconds for the first."""
        with self._changed:
            self._changed.wait_for(lambda: self._items, wait)
            items = list(self._items)
            self._items.clear()
            self._changed.notify_all()
            return items

    def get(self, block: bool = True, timeout: Optional[float] = None) -> Any:
        raise queue.Empty  # what is put is for another process

    get_nowait = get

    def qsize(self) -> int:
        return len(self._items)

    def empty(self) -> bool:
        return not self._items

    def full(self) -> bool:
        return bool(self._room) and len(self._items) >= self._room

    @property
    def turn(self) -> threading.Condition:
        """Held while nobody is to put anything."""
        return self._changed

    def task_done(self) -> None:
        """Windrow knows itself when an item is done."""

    def join(self) -> None:
        """Windrow waits itself."""


class Inputs:
    """The input queue of a daemon. It is done with an item when the thread that got it comes for the next one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list = []
        self._holder: Optional[threading.Thread] = None
        self.is_done = True

    def offer(self, item: Any) -> None:
        with self._changed:
            self.is_done, self._holder = False, None
            self._waiting.append(item)
            self._changed.notify_all()

    def await_done(self, wait: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.is_done, wait)

    @property
    def is_orphaned(self) -> bool:
        """Whether the thread that has the item is gone."""
        holder = self._holder
        return holder is not None and not holder.is_alive() and not self.is_done

    def get(self, block: bool = True, timeout: Optional[float] = None) -> Any:
        with self._changed:
            if self._holder is threading.current_thread():
                self.is_done, self._holder = True, None
                self._changed.notify_all()
            if not self._changed.wait_for(lambda: self._waiting, timeout if block else 0):
                raise queue.Empty
            self._holder = threading.current_thread()
            return self._waiting.pop(0)

    def get_nowait(self) -> Any:
        return self.get(block=False)

    def put(self, item: Any, block: bool = True, timeout: Optional[float] = None) -> None:
        raise queue.Full  # what comes in comes from the component before

    put_nowait = put

    def qsize(self) -> int:
        return len(self._waiting)

    def empty(self) -> bool:
        return not self._waiting

    def full(self) -> bool:
        return False

    def task_done(self) -> None:
        """Components say it as soon as they have an item, so it says nothing."""

    def join(self) -> None:
        """Windrow waits itself."""


class _Never(queue.Queue):
    """The input queue that a workflow item sees: its item is in the context already."""

    def get(self, block: bool = True, timeout: Optional[float] = None) -> Any:
        raise queue.Empty


def pack(item: Any) -> tuple:
    """An item as metadata and pickle.

    Raises TypeError where it cannot be pickled, at the line that puts it.
    """
    try:
        data = pickle.dumps(item, protocol=5)
    except Exception as error:
        raise TypeError(f"{type(item).__name__} cannot go to another process ({error}): put data on the queue, or name both components in one workflow item") from error
    if len(data) > LARGEST:
        raise windrow.Permanent(f"an item of {len(data)} bytes is more than goes from one component to the next, which is {LARGEST}", "write it to a file, and put its path on the queue")
    metadata = {TYPE: type(item).__name__}
    is_message = isinstance(item, _message_class())
    values = item.data if is_message and isinstance(item.data, dict) else item if isinstance(item, dict) else {"posttroll.text" if is_message and isinstance(item.data, str) else "content": item.data if is_message else item}
    is_shown = _is_data if is_message else _is_plain  # a message may be published as it is
    metadata.update((key, value) for key, value in values.items() if isinstance(key, str) and key and not key.startswith("trollflow.") and is_shown(value))
    if is_message:
        metadata.update({"posttroll.subject": item.subject, "posttroll.type": item.type})
    return metadata, data


def _is_data(value: Any, depth: int = 0) -> bool:
    """Whether a message of posttroll may have it among its data, at any depth that makes sense."""
    if isinstance(value, dict):
        return depth < 20 and all(isinstance(key, str) and _is_data(inner, depth + 1) for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return depth < 20 and all(_is_data(inner, depth + 1) for inner in value)
    return isinstance(value, datetime.datetime) or _is_plain(value)


def _is_plain(value: Any) -> bool:
    if type(value) is str:
        return len(value) <= LONGEST and value.isprintable()
    if type(value) is int:
        return -(1 << 63) <= value < 1 << 63
    return type(value) is bool or (type(value) is float and math.isfinite(value))


def unpack(message: windrow.Message) -> Any:
    """What a component gets of a message: what another put, a message of posttroll, the path of a file, or the metadata as a dict."""
    metadata = message.metadata
    if TYPE in metadata and message.type is not None:
        return pickle.loads(message.bytes)
    if metadata.get("trollflow.start"):
        return None
    if "posttroll.subject" in metadata:
        return _posttroll(message)
    return str(message.path) if message.type == "file" else dict(metadata)


def _posttroll(message: windrow.Message) -> Any:
    metadata = message.metadata
    data = metadata.get("posttroll.data", metadata.get("posttroll.text"))
    if data is None:
        data = bytes(message.bytes) if metadata.get("posttroll.binary") else {key: value for key, value in metadata.items() if not key.startswith("posttroll.")}
    told = _message_class()(metadata["posttroll.subject"], metadata.get("posttroll.type", "file"), _naive(data), binary=bool(metadata.get("posttroll.binary")))
    for name, key in (("sender", "posttroll.sender"), ("time", "posttroll.time"), ("version", "posttroll.version")):
        if key in metadata:
            setattr(told, name, _naive(metadata[key]))
    return told


def _naive(value: Any) -> Any:
    """Times of posttroll's first version have no zone and are in UTC, and so components written for it expect them."""
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, str):  # within lists and dicts, where JSON has no times
        return datetime.datetime.strptime(value[:26].rstrip("Z"), "%Y-%m-%dT%H:%M:%S.%f" if "." in value else "%Y-%m-%dT%H:%M:%S") if _TIME.fullmatch(value) else value
    if isinstance(value, dict):
        return {key: _naive(inner) for key, inner in value.items()}
    return [_naive(inner) for inner in value] if isinstance(value, list) else value


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?")


class Message:
    """A message as components see it, where posttroll itself is not installed."""

    def __init__(self, subject: str = "", atype: str = "", data: Any = "", binary: bool = False, rawstr: Optional[str] = None, version: str = "v1.01") -> None:
        if rawstr is not None:
            raise TypeError("messages are read by Windrow; install posttroll to read them here")
        self.subject, self.type, self.data, self.binary, self.version = subject, atype, data, binary, version
        self.sender = f"{os.environ.get('LOGNAME', 'windrow')}@{os.uname().nodename}"
        self.time = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)

    @property
    def user(self) -> str:
        return self.sender.partition("@")[0]

    @property
    def host(self) -> str:
        return self.sender.partition("@")[2]

    @property
    def head(self) -> str:
        return f"pytroll:/{self.subject} {self.type} {self.sender} {self.time.isoformat()} {self.version}"

    def __repr__(self) -> str:
        return f"{self.head} {self.data}"


Message.__module__ = "posttroll.message"


def _message_class() -> type:
    return sys.modules["posttroll.message"].Message


def _find_class(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name) if module else getattr(sys.modules["__main__"], name)


def _module(name: str, **members: Any) -> None:
    """Makes a module, and those that it is in."""
    module = types.ModuleType(name, "Stands for the module of this name.")
    module.__path__ = []  # type: ignore[attr-defined]
    module.__dict__.update(members)
    sys.modules[name] = module
    parent, _, short = name.rpartition(".")
    if parent and parent not in sys.modules:
        _module(parent)
    if parent:
        setattr(sys.modules[parent], short, module)


class TXTFileReader(AbstractWorkflowComponent):
    """Reads the file of its first slot."""

    def invoke(self, context: dict) -> None:
        slot = context[self.slots[0]]
        with open(slot["uri"], encoding="utf-8", errors="surrogateescape") as file:
            slot["content"] = file.read()


class Capitalizer(AbstractWorkflowComponent):
    """Puts the text of its first slot into its second, in capitals."""

    def invoke(self, context: dict) -> None:
        context[self.slots[1]]["content"] = context[self.slots[0]]["content"].upper()


class TXTFileWriter(AbstractWorkflowComponent):
    """Writes the text of its first slot to that slot's file, whole or not at all."""

    def invoke(self, context: dict) -> None:
        slot = context[self.slots[0]]
        beside = f"{slot['uri']}.{os.getpid()}.part"
        try:
            with open(beside, "w", encoding="utf-8", errors="surrogateescape") as file:
                file.write(str(slot["content"]))
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, slot["uri"])
        except BaseException:
            if os.path.exists(beside):
                os.unlink(beside)
            raise


def _stand_ins() -> None:
    _module("trollflow.workflow_component", AbstractWorkflowComponent=AbstractWorkflowComponent)
    _module("trollflow.utils", acquire_lock=acquire_lock, release_lock=release_lock, get_class=_find_class, ordered_load=ordered_load)
    _module("trollflow.examples.readers.txt_reader", TXTFileReader=TXTFileReader)
    _module("trollflow.examples.transformers.capitalizer", Capitalizer=Capitalizer)
    _module("trollflow.examples.writers.txt_writer", TXTFileWriter=TXTFileWriter)
    try:
        importlib.import_module("posttroll.message")
    except ImportError:
        _module("posttroll.message", Message=Message)


class Locks:
    """The lock of an item, and that of the item before it; None: there is none before."""

    def __init__(self, item: dict) -> None:
        self.own: Any = SharedLock(item["lock"]) if item.get("lock") else threading.Lock()
        self.previous: Any = SharedLock(item["previous"]) if item.get("previous") else None

    def free(self) -> None:
        """After a crash nobody waits for what has crashed."""
        release_lock(self.previous)
        release_lock(self.own)


class Workflow:
    """Components that work on an item one after the other."""

    def __init__(self, item: dict, locks: Locks) -> None:
        self._item, self._locks = item, locks
        self._components = []
        for name, options in item["components"]:
            component = _find_class(name)()
            component.slots = sorted(options or {})
            self._components.append(component)
        given = item.get("global")
        self._global = _find_class(given) if isinstance(given, str) else given

    def handle(self, message: windrow.Message) -> Any:
        results = Results()
        context = self._context(unpack(message), results)
        try:
            for component in self._components:
                component.pre_invoke()
                component.invoke(context)
                component.post_invoke()
        except BaseException:
            self._locks.free()
            raise
        del context
        if self._item.get("collect"):
            gc.collect()
        return _answer(self._item, message, results.take())

    def stop(self) -> None:
        for component in self._components:
            if callable(getattr(component, "stop", None)):
                component.stop()

    def _context(self, content: Any, results: Results) -> dict:
        context: dict[str, Any] = {"input_queue": _Never(), "output_queue": results, "lock": self._locks.own, "prev_lock": self._locks.previous}
        if not self._item.get("slots"):
            context["content"] = content
        for _, options in self._item["components"]:
            for name, value in (options or {}).items():
                if self._item.get("slots"):
                    # A place for data, which a component may tell the file of that another one has named.
                    context.setdefault(name, {"content": None}).update(value or {})
                else:
                    context.setdefault(name, value)
        if self._global is not None:
            context["global_config"] = self._global
        return context


class _OwnQueue:
    """The output queue that a daemon has made itself. What is put on it goes on; where its methods cannot be replaced, it is asked."""

    def __init__(self, own: Any) -> None:
        self._own = own
        self.is_redirected = False

    def get_nowait(self) -> Any:
        # The class's, as what stands in the object is replaced.
        return type(self._own).get(self._own, False)

    def redirect(self, results: Results) -> None:
        # What was put before comes first: whoever puts now waits until that is taken over.
        def put(item: Any, block: bool = True, timeout: Optional[float] = None) -> None:
            # Its thread may have been about to put another when the methods were replaced.
            with results.turn:
                self.take_over(results)
                results.put(item, block, timeout)

        with results.turn:
            try:
                self._own.put, self._own.put_nowait = put, lambda item: put(item, False)
                for name in ("get", "get_nowait", "qsize", "empty", "full", "task_done", "join"):
                    setattr(self._own, name, getattr(results, name))
                self.is_redirected = True
            except AttributeError:
                pass
            self.take_over(results)

    def take_over(self, results: Results) -> None:
        """Takes what is there, also what somebody was about to put when the methods were replaced."""
        results.take_over(self)


class Daemon:
    """A component that has threads of its own."""

    def __init__(self, item: dict, locks: Locks) -> None:
        self._item = item
        name, options = item["components"][0]
        kind = _find_class(name)
        self._daemon = self._make(kind, options or {})
        self._name = name
        self._inputs = Inputs()
        self._outputs = Results(ROOM)
        self._was_alive = False
        self._may_stop = True
        self._own: Optional[_OwnQueue] = None
        self._link("input_queue" if not item.get("source") else "", self._inputs)
        self._link_output()
        self._link("prev_lock", locks.previous)
        self._link("lock", locks.own)

    @staticmethod
    def _make(kind: type, options: dict) -> Any:
        # As a YAML reader of Python makes it.
        if not hasattr(kind, "__setstate__"):
            return kind(**options)
        daemon = kind.__new__(kind)
        daemon.__setstate__(options)
        return daemon

    def handle(self, message: windrow.Message) -> Any:
        ask = message.metadata.get(ASK)
        if ask == "stop":
            self.stop()
        if ask is not None:
            return self._tell(message, ask)
        self._inputs.offer(unpack(message))
        while not self._inputs.await_done(0.2):
            if self._inputs.is_orphaned or self._is_gone():
                # Its traceback went to the log. Windrow starts another process, and tries the item again.
                print(f"{self._name} has ended while it worked on an item", file=sys.stderr)
                os._exit(70)
        return _answer(self._item, message, self._taken())

    def stop(self) -> None:
        # One that has ended by itself needs no word.
        if not self._may_stop or not callable(getattr(self._daemon, "stop", None)) or self._is_gone():
            return
        self._may_stop = False
        try:
            self._daemon.stop()
        except Exception:
            logging.getLogger(self._name).exception("stop() has failed")

    def _tell(self, message: windrow.Message, ask: str) -> Any:
        # First whether it is there: what it has put before it ended is taken after that.
        is_gone = ask != "stop" and self._is_gone()
        items = [_item(message, packed) for packed in self._taken(WAIT if ask == "get" and not is_gone else 0)]
        if items or not is_gone:
            return items or windrow.NOTHING
        if not self._item.get("source"):
            print(f"{self._name} has ended", file=sys.stderr)
            os._exit(70)
        return [message.new({ENDED: True}, inherit=False)]

    def _taken(self, wait: float = 0) -> list:
        if self._own is None:
            return self._outputs.take(wait)
        until = time.monotonic() + wait
        while True:
            self._own.take_over(self._outputs)
            left = max(0.0, until - time.monotonic())
            items = self._outputs.take(min(left, 0.2) if self._own.is_redirected else 0)
            if items or not left:
                return items
            if not self._own.is_redirected:
                time.sleep(0.01)

    def left(self) -> int:
        """How much it has put on its output queue that nobody takes any more."""
        return self._outputs.qsize()

    def _is_gone(self) -> bool:
        asked = getattr(self._daemon, "is_alive", None)
        if not callable(asked):
            thread = getattr(self._daemon, "thread", None)
            if not isinstance(thread, threading.Thread):
                return False
            asked = thread.is_alive
        is_alive = bool(asked())
        # One may start when it gets its queue.
        self._was_alive |= is_alive
        return self._was_alive and not is_alive or self._was_quick(asked)

    def _was_quick(self, asked: Callable) -> bool:
        # It may have ended before anybody has asked.
        thread = getattr(asked, "__self__", None)
        return isinstance(thread, threading.Thread) and thread.ident is not None and not thread.is_alive()

    def _link(self, name: str, value: Any) -> None:
        if not name:
            return
        try:
            setattr(self._daemon, name, value)
        except AttributeError:
            pass  # it has no place for it

    def _link_output(self) -> None:
        # It has made a queue of its own, which something inside may have too: what is put there goes on as well.
        own = getattr(self._daemon, "output_queue", None)
        if own is None:
            own = getattr(self._daemon, "queue", None) if self._item.get("source") else None
        if own is None:
            self._link("output_queue", self._outputs)
        elif hasattr(own, "put"):
            self._own = _OwnQueue(own)
            self._own.redirect(self._outputs)


def _item(message: windrow.Message, packed: tuple) -> windrow.Message:
    metadata, data = packed
    return message.new(metadata, bytes=data, kind="event", inherit=False)


def _answer(item: dict, message: windrow.Message, items: list) -> Any:
    if items:
        # One goes in the line that says that the message is done.
        return _item(message, items[0]) if len(items) == 1 else [_item(message, packed) for packed in items]
    # Nobody comes behind the last one, and the message is delivered when it is done.
    return message if item.get("last") else windrow.NOTHING


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        item = json.load(file)
    incoming = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
    outgoing = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)

    # Threads of daemons log while an answer is written.
    say, turn = windrow._Worker.say, threading.RLock()

    def say_in_turn(worker: Any, line: dict) -> None:
        with turn:
            say(worker, line)

    windrow._Worker.say = say_in_turn  # type: ignore[method-assign]
    runner: Any = None
    worker = windrow._Worker(lambda message: runner.handle(message), item["name"], incoming, outgoing)
    windrow._Log(worker).install()
    sys.path[1:1] = item["paths"]
    _stand_ins()
    runner = (Daemon if item["is_daemon"] else Workflow)(item, Locks(item))
    worker.work()
    runner.stop()
    if isinstance(runner, Daemon) and runner.left():
        logging.getLogger(item["name"]).error("%d items that it put on its output queue when it was stopped are lost", runner.left())

    # Threads that do not end would keep the process until it is killed.
    if any(thread is not threading.current_thread() and not thread.daemon for thread in threading.enumerate()):
        sys.stderr.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
