"""Peers of Windrow in a world of Clowder, by the recorded protocol, over pika.

peer.py extractor URI NAME COUNT   as a pyclowder extractor: takes COUNT messages of its queue, one at a time, and tells of each as pyclowder does
peer.py server URI BODIES          as a server: waits for the extractor's heartbeat, submits what the file holds, a body in a line, and waits for the end of each job
"""
import datetime
import json
import sys

import pika


def connect(uri):
    return pika.BlockingConnection(pika.URLParameters(uri))


def extractor(uri, name, count):
    connection = connect(uri)
    channel = connection.channel()
    # As pyclowder: durable, without arguments; with any, one of the two would be refused.
    channel.queue_declare(queue=name, durable=True)
    channel.queue_declare(queue="error." + name, durable=True)
    channel.basic_qos(prefetch_count=1)
    print("ready", flush=True)
    taken = 0
    for method, properties, body in channel.consume(name, inactivity_timeout=60):
        if method is None:
            raise SystemExit("nothing has come")
        message = json.loads(body)
        assert message["rulechecked"] is True, message
        assert message["secretKey"] and message["host"], "the event is not whole"
        assert properties.content_type == "application/json" and properties.delivery_mode == 2, properties
        job = message.get("jobid") or message.get("job_id")
        for kind, text in (("start", "Started processing."), ("done", "Done processing.")):
            status = {"file_id": message["id"], "extractor_id": name, "job_id": job, "status": "StatusMessage." + kind + ": " + text,
                      "start": datetime.datetime.now().strftime("%Y-%m-%dT%H:%M:%S-00:00"), "message_type": "StatusMessage." + kind, "message": text}
            channel.basic_publish(exchange="", routing_key=properties.reply_to, body=json.dumps(status),
                                  properties=pika.BasicProperties(delivery_mode=2, correlation_id=properties.correlation_id))
        channel.basic_ack(method.delivery_tag)
        print(json.dumps({"id": message["id"], "parameters": message.get("parameters"), "correlation": properties.correlation_id}), flush=True)
        taken += 1
        if taken == count:
            break
    channel.cancel()
    connection.close()


def server(uri, bodies):
    connection = connect(uri)
    channel = connection.channel()
    channel.confirm_delivery()
    channel.exchange_declare(exchange="extractors", exchange_type="fanout", durable=True)
    registry = channel.queue_declare(queue="", exclusive=True).method.queue
    channel.queue_bind(exchange="extractors", queue=registry, routing_key="*")
    replies = "clowder.peer"
    channel.queue_declare(queue=replies, durable=True)
    print("ready", flush=True)
    for method, properties, body in channel.consume(registry, inactivity_timeout=60):
        if method is None:
            raise SystemExit("no extractor has registered")
        beat = json.loads(body)
        break
    channel.cancel()
    info = beat["extractor_info"]
    for required in ("name", "version", "description", "author", "contexts", "repository"):
        assert required in info, "a server would refuse this: " + required
    queue = beat["queue"]
    jobs = set()
    with open(bodies, encoding="utf-8") as file:
        for line in file:
            message = json.loads(line)
            jobs.add(message.get("jobid") or message.get("job_id"))
            channel.basic_publish(exchange="", routing_key=queue, body=line, mandatory=True,
                                  properties=pika.BasicProperties(content_type="application/json", delivery_mode=2, correlation_id=message["id"], reply_to=replies))
    print("submitted", flush=True)
    for method, properties, body in channel.consume(replies, inactivity_timeout=60):
        if method is None:
            raise SystemExit("jobs have not ended: " + ", ".join(sorted(jobs)))
        channel.basic_ack(method.delivery_tag)
        status = json.loads(body)
        # As a server of the second generation takes it apart.
        kind, text = status["status"].split(": ", 1)
        assert kind == status["message_type"] and text == status["message"], status
        print(json.dumps([status["job_id"], kind, text]), flush=True)
        if kind in ("StatusMessage.done", "StatusMessage.error"):
            jobs.discard(status["job_id"])
        if not jobs:
            break
    channel.cancel()
    connection.close()


if __name__ == "__main__":
    if sys.argv[1] == "extractor":
        extractor(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        server(sys.argv[2], sys.argv[3])
