"""An extractor as pyclowder would run it, by the recorded protocol: pika for the broker, urllib for the server.

extractor.py URI extractor_info.json WORK

WORK is what is done with a file or dataset:
  words    counts lines and words of a file, and attaches them to it; a file that holds "bad" fails for good
  report   fetches what is attached to a file (metadata.added.file), uploads it to the file's dataset as NAME.report, and a preview of it
  echo     uploads a file to the dataset that one was added to (file.added), which sets it off again
  count    counts the files of a dataset (file.added) and attaches the number to it
"""
import datetime
import http.client
import json
import os
import signal
import sys
import urllib.error
import urllib.request
import uuid

import pika

signal.signal(signal.SIGTERM, lambda *_: os._exit(0))


class Failed(Exception):
    pass


class Away(Exception):
    """The server does not answer: pyclowder puts the job at the end of its queue."""


class Server:
    def __init__(self, message):
        self.host, self.key = message["host"].rstrip("/") + "/", message["secretKey"]

    def ask(self, method, path, body=None, kind="application/json"):
        request = urllib.request.Request(self.host + "api/" + path + "?key=" + self.key, data=body, method=method)
        if body is not None:
            request.add_header("Content-Type", kind)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            raise Failed("%s %s: %d %s" % (method, path, error.code, error.read().decode()))
        except (OSError, http.client.HTTPException) as error:
            raise Away(str(error))

    def json(self, method, path, body=None):
        return json.loads(self.ask(method, path, None if body is None else json.dumps(body).encode()))

    # As python-requests writes it.
    def upload(self, path, part, name, content):
        boundary = uuid.uuid4().hex
        body = ("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n" % (boundary, part, name)).encode() + content + ("\r\n--%s--\r\n" % boundary).encode()
        return json.loads(self.ask("POST", path, body, "multipart/form-data; boundary=" + boundary))["id"]


class Extractor:
    def __init__(self, uri, info, work):
        with open(info, encoding="utf-8") as file:
            self.info = json.load(file)
        self.name, self.work = self.info["name"], getattr(self, work)
        self.connection = pika.BlockingConnection(pika.URLParameters(uri))
        self.channel = self.connection.channel()
        self.channel.queue_declare(queue=self.name, durable=True)
        self.channel.queue_declare(queue="error." + self.name, durable=True)
        self.channel.exchange_declare(exchange="extractors", exchange_type="fanout", durable=True)
        self.beat = json.dumps({"id": str(uuid.uuid4()), "queue": self.name, "owner": "", "extractor_info": self.info})
        self.channel.basic_qos(prefetch_count=1)

    def run(self):
        print("ready", flush=True)
        self.channel.basic_publish(exchange="extractors", routing_key="", body=self.beat)
        for method, properties, body in self.channel.consume(self.name, inactivity_timeout=2):
            if method is None:
                # pyclowder does so every five minutes.
                self.channel.basic_publish(exchange="extractors", routing_key="", body=self.beat)
                continue
            self.take(method, properties, json.loads(body))

    def take(self, method, properties, message):
        kind = self.kind(message)
        resource = message["datasetId"] if kind == "dataset" else message["id"]

        def tell(status, text):
            self.channel.basic_publish(
                exchange="", routing_key=properties.reply_to,
                properties=pika.BasicProperties(delivery_mode=2, correlation_id=properties.correlation_id),
                body=json.dumps({"file_id": resource, "extractor_id": self.name, "job_id": message.get("jobid") or message["job_id"], "status": "StatusMessage." + status + ": " + text,
                                 "start": datetime.datetime.now().strftime("%Y-%m-%dT%H:%M:%S-00:00"), "message_type": "StatusMessage." + status, "message": text}))

        tell("start", "Started processing.")
        try:
            self.work(Server(message), message, resource, tell)
            tell("done", "Done processing.")
            outcome = "done"
        except Away as error:
            tell("retry", "(#1) " + str(error))
            self.channel.basic_publish(exchange="", routing_key=self.name, body=json.dumps({**message, "retry_count": message.get("retry_count", 0) + 1}),
                                       properties=pika.BasicProperties(delivery_mode=2, reply_to=properties.reply_to))
            self.connection.sleep(0.2)
            outcome = "again"
        except Failed as error:
            tell("error", "Error processing message: " + str(error))
            self.channel.basic_publish(exchange="", routing_key="error." + self.name, body=json.dumps(message), properties=pika.BasicProperties(delivery_mode=2, reply_to=properties.reply_to))
            outcome = "error"
        self.channel.basic_ack(method.delivery_tag)
        print(json.dumps({"resource": resource, "job": message.get("jobid"), "routing_key": message.get("routing_key"), "outcome": outcome, "persistent": properties.delivery_mode == 2,
                          "type": properties.content_type, "source": message.get("source"), "fileSize": message.get("fileSize"), "parameters": message.get("parameters")}), flush=True)

    # In the order in which pyclowder decides.
    def kind(self, message):
        key = message.get("routing_key", "")
        if ".dataset." in key and not key.startswith("clowder.metadata"):
            return "dataset"
        if ".file." in key:
            return "file"
        if "metadata.added" in key:
            return message["resourceType"]
        return "dataset" if message.get("datasetId") == message["id"] else "file"

    def attach(self, server, kind, resource, content):
        answer = server.json("POST", kind + "s/" + resource + "/metadata.jsonld", {
            "@context": ["https://clowder.ncsa.illinois.edu/contexts/metadata.jsonld", self.info["contexts"]], "attachedTo": {"resourceType": kind, "id": resource},
            "agent": {"@type": "cat:extractor", "extractor_id": server.host + "extractors/" + self.name + "/" + self.info["version"], "version": self.info["version"], "name": self.name},
            "content": content})
        assert answer == "Metadata successfully added to db", answer

    def words(self, server, message, resource, tell):
        info = server.json("GET", "files/" + resource + "/metadata")
        tell("processing", "Downloading file.")
        content = server.ask("GET", "files/" + message["intermediateId"])
        if len(content) != int(info["size"]) or info["size"] != message["fileSize"]:
            raise Failed("%d bytes have come, and there are %s" % (len(content), info["size"]))
        if b"bad" in content and not os.path.exists("bad-is-good"):
            raise Failed("this file is bad")
        tell("processing", "Uploading file metadata.")
        self.attach(server, "file", resource, {"lines": len(content.splitlines()), "words": len(content.split())})

    def report(self, server, message, resource, tell):
        info = server.json("GET", "files/" + resource + "/metadata")
        attached = server.json("GET", "files/" + resource + "/metadata.jsonld")
        assert message["metadata"] in [each["content"] for each in attached], attached
        text = json.dumps(message["metadata"], sort_keys=True).encode()
        [dataset] = [each["id"] for each in server.json("GET", "datasets") if any(file["id"] == resource for file in server.json("GET", "datasets/" + each["id"] + "/files"))]
        server.upload("uploadToDataset/" + dataset, "file", info["filename"] + ".report", text)
        preview = server.upload("previews", "File", "preview.json", text)
        server.json("POST", "files/%s/previews/%s" % (resource, preview), {})
        server.json("POST", "previews/" + preview + "/metadata", {"extractor_id": self.name})

    def echo(self, server, message, resource, tell):
        server.upload("uploadToDataset/" + resource, "file", message["source"]["extra"]["filename"] + ".echo", b"echo")

    def count(self, server, message, resource, tell):
        dataset = server.json("GET", "datasets/" + resource)
        assert dataset["resource_type"] == "dataset", dataset
        self.attach(server, "dataset", resource, {"files": len(server.json("GET", "datasets/" + resource + "/files"))})


if __name__ == "__main__":
    Extractor(*sys.argv[1:4]).run()
