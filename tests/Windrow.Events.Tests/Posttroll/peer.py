"""A peer of posttroll on bare ZeroMQ, for tests: it does what a line of JSON on standard input asks for, and answers with a line.

Written from the grammar of the messages; it knows nothing of what it talks to."""

import datetime
import json
import re
import select
import socket
import struct
import sys
import threading
import time

import zmq
import zmq.auth
from zmq.auth.thread import ThreadAuthenticator

context = zmq.Context()
sockets = {}
heard = threading.Event()


def encode(subject, kind, sender, stamp, version, data):
    """A message as Python's posttroll writes it."""
    head = f"pytroll:/{subject} {kind} {sender} {stamp} {version}"
    if not data:
        return head
    if isinstance(data, str):
        return f"{head} text/ascii {data}"
    return f"{head} application/json {json.dumps(data)}"


def decode(text):
    """The parts of a message, or an error."""
    if not text.startswith("pytroll:/"):
        raise ValueError("no magic")
    parts = re.split(r"\s+", text[len("pytroll:/"):], maxsplit=6)
    if len(parts) < 5 or parts[4] > "v1.2":
        raise ValueError("no header")
    datetime.datetime.fromisoformat(parts[3])
    data = None
    if len(parts) > 5:
        data = json.loads(parts[6]) if parts[5].lower() == "application/json" else parts[6]
    return {"subject": parts[0], "type": parts[1], "sender": parts[2], "time": parts[3], "version": parts[4], "data": data}


def secure(new, order):
    if "client" in order:
        new.curve_publickey, new.curve_secretkey = zmq.auth.load_certificate(order["client"])
        new.curve_serverkey, _ = zmq.auth.load_certificate(order["server"])
    elif "server" in order:
        new.curve_publickey, new.curve_secretkey = zmq.auth.load_certificate(order["server"])
        new.curve_server = True


def bind(new, address):
    """What was closed a moment ago may still have the address."""
    end = time.monotonic() + 10
    while True:
        try:
            new.bind(address)
            return
        except zmq.ZMQError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def open_socket(order, kind):
    new = context.socket(kind)
    new.linger = 5000 if kind == zmq.XPUB else 0
    if kind == zmq.XPUB:
        new.setsockopt(zmq.XPUB_VERBOSE, 1)  # one who subscribes is told of, also while the one before has not quite left
    new.sndhwm = new.rcvhwm = order.get("hwm", 0)
    new.ipv6 = "//[" in order.get("bind", "") + order.get("connect", "")
    secure(new, order)
    if "bind" in order:
        if order["bind"].endswith(":0"):
            new.bind(order["bind"][:-1] + "*")
        else:
            bind(new, order["bind"])
    if "connect" in order:
        for topic in order.get("topics", []):
            new.setsockopt(zmq.SUBSCRIBE, topic.encode())
        new.connect(order["connect"])
    sockets[order["name"]] = new
    return {"endpoint": new.getsockopt(zmq.LAST_ENDPOINT).rstrip(b"\0").decode()}


def receive(order):
    """Frames within a time, as hexadecimal digits."""
    source, frames = sockets[order["name"]], []
    end = time.monotonic() + order.get("seconds", 20)
    while len(frames) < order.get("count", 1) and time.monotonic() < end:
        if source.poll(max(0, min(100, (end - time.monotonic()) * 1000))):
            frames.append(source.recv().hex())
            if order.get("reply") is not None:
                source.send_string(order["reply"])
    return {"frames": frames}


def count(order):
    source, seen, end = sockets[order["name"]], 0, time.monotonic() + order.get("seconds", 60)
    while seen < order["count"] and time.monotonic() < end:
        if source.poll(100):
            source.recv()
            seen += 1
    return {"count": seen}


def subscribed(order):
    """Waits for a subscription, which an XPUB socket tells of."""
    source, end = sockets[order["name"]], time.monotonic() + order.get("seconds", 20)
    while time.monotonic() < end:
        if source.poll(100):
            said = source.recv()
            if said[:1] == b"\1" and said[1:].startswith(order.get("topic", "pytroll:/").encode()):
                return {"topic": said[1:].decode()}
    return {"topic": None}


later = []
kept = []  # a guard that nobody holds ends


def when_heard(order):
    """Sends frames when somebody has subscribed to what is bound; more may be added before."""
    later.extend(bytes.fromhex(frame) for frame in order["frames"])
    if heard.is_set():
        return {}
    heard.set()
    source = sockets[order["name"]]

    def work():
        while not source.poll(100):
            pass
        source.recv()
        for frame in later:
            source.send(frame)

    threading.Thread(target=work, daemon=True).start()
    return {}


def burst(order):
    target = sockets[order["name"]]
    frames = [encode("/burst", "file", "peer@host", "2026-01-02T03:04:05.678901", "v1.01", {"number": i, "uri": "/data/in/" + "x" * order.get("size", 250)}).encode() for i in range(order["count"])]
    for frame in frames:
        target.send(frame)
    return {"size": len(frames[0])}


def multicast(order):
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    out.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
    out.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    out.sendto(order["text"].encode(), (order["group"], order["port"]))
    return {}


def hear(order):
    """A datagram of a multicast group."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("", order["port"]))
    listener.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack("4s4s", socket.inet_aton(order["group"]), socket.inet_aton("127.0.0.1")))
    listener.settimeout(order.get("seconds", 20))
    return {"text": listener.recv(1024).decode()}


def ask(order):
    with context.socket(zmq.REQ) as asked:
        asked.linger = 0
        secure(asked, order)
        asked.connect(order["connect"])
        asked.send_multipart([part.encode() for part in order["parts"]])
        return {"text": asked.recv().decode() if asked.poll(order.get("seconds", 10) * 1000) else None}


def authenticate(order):
    guard = ThreadAuthenticator(context)
    guard.start()
    guard.configure_curve(domain="*", location=order["keys"])
    kept.append(guard)
    return {}


def send(order):
    sockets[order["name"]].send_multipart([bytes.fromhex(frame) for frame in order["frames"]])
    return {}


def close(order):
    sockets.pop(order["name"]).close(linger=1000)
    return {}


work = {
    "pub": lambda order: open_socket(order, zmq.XPUB), "sub": lambda order: open_socket(order, zmq.SUB), "rep": lambda order: open_socket(order, zmq.REP),
    "send": send, "burst": burst, "receive": receive, "count": count, "subscribed": subscribed, "when-heard": when_heard, "close": close, "ask": ask,
    "multicast": multicast, "hear": hear, "authenticate": authenticate,
    "encode": lambda order: {"text": encode(**order["message"])}, "decode": lambda order: decode(bytes.fromhex(order["frame"]).decode()),
}


def lines():
    """What is asked for. In between, subscribers are looked at: only then does one that has lost its publisher subscribe again."""
    while True:
        while not select.select([sys.stdin], [], [], 0.05)[0]:
            for each in sockets.values():
                if each.socket_type == zmq.SUB:
                    each.getsockopt(zmq.EVENTS)
        asked = sys.stdin.readline()
        if not asked:
            return
        yield asked


for line in lines():
    given = json.loads(line)
    try:
        answer = work[given.pop("do")](given)
    except Exception as error:  # the test shows it
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
