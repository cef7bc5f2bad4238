"""Components for trollflow: nothing here knows of Windrow."""

import collections
import logging
import os
import queue
import threading

from trollflow.utils import acquire_lock, release_lock
from trollflow.workflow_component import AbstractWorkflowComponent


class Letterbox:
    """A daemon with an output queue: the texts in a folder, and those that come later."""

    logger = logging.getLogger("Letterbox")

    def __init__(self, folder):
        self.folder = folder
        self.output_queue = queue.Queue()
        self._seen = set()
        self._stopped = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def __setstate__(self, state):
        self.__init__(**state)

    def stop(self):
        self._stopped.set()
        self.thread.join()
        self.logger.info("The letterbox is closed")

    def _run(self):
        while not self._stopped.is_set():
            for name in sorted(os.listdir(self.folder)):
                if name.endswith(".txt") and name not in self._seen:
                    self._seen.add(name)
                    with open(os.path.join(self.folder, name), encoding="utf-8") as file:
                        self.output_queue.put({"name": name, "text": file.read()})
            self._stopped.wait(0.2)


class WordCounter(AbstractWorkflowComponent):
    """Counts the words of a text."""

    logger = logging.getLogger("WordCounter")

    def invoke(self, context):
        if context.get("use_lock"):
            acquire_lock(context["prev_lock"])
        letter = context["content"]
        words = [word[: context["longest"]] for word in letter["text"].lower().split()]
        self.logger.info("%s has %d words", letter["name"], len(words))
        context["output_queue"].put({"name": letter["name"], "words": collections.Counter(words)})
        if context.get("use_lock"):
            release_lock(context["prev_lock"])


class Stamper(AbstractWorkflowComponent):
    """Says where it was counted."""

    def invoke(self, context):
        letter = context["content"]
        letter["office"] = context["office"]
        context["output_queue"].put(letter)


class Shelf:
    """A daemon with an input queue: a line for each letter."""

    def __init__(self, path):
        self.path = path
        self.input_queue = None
        self._loop = True
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def __setstate__(self, state):
        self.__init__(**state)

    def is_alive(self):
        return self.thread.is_alive()

    def stop(self):
        self._loop = False
        self.thread.join()

    def _run(self):
        while self._loop:
            if self.input_queue is None:
                threading.Event().wait(0.05)
                continue
            try:
                letter = self.input_queue.get(True, 1)
            except queue.Empty:
                continue
            self.input_queue.task_done()
            word, times = letter["words"].most_common(1)[0]
            with open(self.path, "a", encoding="utf-8") as file:
                file.write(f"{letter['office']}: {letter['name']}: {word} {times}\n")
