using System.Globalization;

namespace Windrow.EndToEnd.Tests.Programs;

/// <summary>Daemons of trollflow: at the beginning, in the middle and at the end of a chain, stopped, ended and killed.</summary>
public sealed class TrollflowDaemonTests : TrollflowScene
{
    [Fact]
    public async Task Daemon_is_stopped_by_the_interrupt_and_what_it_still_puts_comes()
    {
        Flow("{many: 3, stays: true}");
        using var run = Start("run", "flow.yaml");
        await run.Until(() => Notes().Contains("got 3"), "three numbers");
        run.Signal(Interrupt);
        var result = await run.Ended();
        result.ExitCode.ShouldBe(0, result.ToString());
        Notes().ShouldBe(["got 1", "got 2", "got 3", "numbers stopped", "got last words"]);
    }

    [Fact]
    public async Task Daemon_that_ends_is_started_again()
    {
        Flow("{many: 1}");
        using var run = Start("run", "flow.yaml");
        await run.Tells("the daemon 'parts.Numbers' has ended; it is started again in 5 s");
        await run.Until(() => Notes().Count(static note => note == "got 1") == 2, "the number of the second one");
        run.Signal(Interrupt);
        (await run.Ended()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Daemon_whose_thread_fails_gets_its_item_again()
    {
        Scratch.Write("own.py", """
            import os
            import queue
            import threading
            import time

            from parts import note


            class Writer(object):
                def __init__(self):
                    self.input_queue = None
                    self.thread = threading.Thread(target=self._run)
                    self.thread.daemon = True
                    self.thread.start()

                def _run(self):
                    while True:
                        if self.input_queue is None:
                            time.sleep(0.01)
                            continue
                        try:
                            item = self.input_queue.get(True, 1)
                        except queue.Empty:
                            continue
                        self.input_queue.task_done()
                        if item == 3 and not os.path.exists("failed"):
                            note("", "failed")
                            raise ValueError("not yet")
                        note("kept %s" % item)
            """);
        Scratch.Write("flow.yaml", """
            work:
              - type: daemon
                components: [{class: !!python/object:parts.Numbers {}}]
              - type: daemon
                components: [{class: !!python/object:own.Writer {}}]
            """);
        var result = await Run("run", "flow.yaml", "--once");
        result.ExitCode.ShouldBe(0, result.ToString());
        Notes().ShouldBe([.. Enumerable.Range(1, 10).Select(static number => $"kept {number}")]);
    }

    [Fact]
    public async Task Daemon_that_is_killed_is_started_again()
    {
        Scratch.Write("own.py", """
            import os

            import parts


            class Told(parts.Numbers):
                def __init__(self, **options):
                    parts.note(str(os.getpid()), "pids")
                    super().__init__(**options)
            """);
        Scratch.Write("flow.yaml", """
            work:
              - type: daemon
                components: [{class: !!python/object:own.Told {many: 2, stays: true}}]
              - type: workflow
                Workflow:
                  - parts.Noter: {prefix: got}
            """);
        using var run = Start("run", "flow.yaml");
        await run.Until(() => Notes().Contains("got 2"), "two numbers");
        using (var daemon = System.Diagnostics.Process.GetProcessById(int.Parse(Scratch.Lines("pids")[0], CultureInfo.InvariantCulture)))
            daemon.Kill();
        await run.Tells("it is started again");
        await run.Until(() => Notes().Count(static note => note == "got 2") == 2, "the numbers of the second one");
        run.Signal(Interrupt);
        (await run.Ended()).ExitCode.ShouldBe(0);
        Scratch.Lines("pids").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("queue.Queue()")]
    [InlineData("queue.SimpleQueue()")]
    [InlineData("queue.Queue(10)")]
    public async Task Daemon_may_put_thousands_at_once(string kind)
    {
        Scratch.Write("own.py", $$"""
            import queue
            import threading


            class Many(object):
                def __init__(self):
                    self.output_queue = {{kind}}
                    self.thread = threading.Thread(target=self._run)
                    self.thread.daemon = True
                    self.thread.start()

                def _run(self):
                    for number in range(2500):
                        self.output_queue.put(number)
            """);
        Scratch.Write("flow.yaml", """
            work:
              - type: daemon
                components: [{class: !!python/object:own.Many {}}]
              - type: workflow
                Workflow:
                  - parts.Noter: {prefix: got}
            """);
        var result = await Run("run", "flow.yaml", "--once");
        result.ExitCode.ShouldBe(0, result.ToString());
        Notes().ShouldBe([.. Enumerable.Range(0, 2500).Select(static number => $"got {number}")]);
    }

    [Fact]
    public async Task Daemon_in_the_middle_puts_what_it_likes_when_it_likes()
    {
        Scratch.Write("own.py", """
            import queue
            import threading


            class Sum(object):
                def __init__(self):
                    self.input_queue = None
                    self.output_queue = queue.Queue()
                    self._loop = True
                    self.thread = threading.Thread(target=self._run)
                    self.thread.daemon = True
                    self.thread.start()

                def _run(self):
                    total = 0
                    while self._loop:
                        try:
                            total += self.input_queue.get(True, 0.1) if self.input_queue is not None else 0
                        except queue.Empty:
                            if total:
                                self.output_queue.put(total)
                            total = 0

                def stop(self):
                    self._loop = False
                    self.thread.join()
            """);
        Scratch.Write("flow.yaml", """
            work:
              - type: daemon
                components: [{class: !!python/object:parts.Numbers {stays: true}}]
              - type: daemon
                components: [{class: !!python/object:own.Sum {}}]
              - type: workflow
                Workflow:
                  - parts.Noter: {prefix: sum}
            """);
        using var run = Start("run", "flow.yaml");
        await run.Until(() => Notes().Sum(static note => note.StartsWith("sum ", StringComparison.Ordinal) && int.TryParse(note[4..], out var sum) ? sum : 0) == 55, "all that was summed up");
        run.Signal(Interrupt);
        await run.Ended();
    }
}
