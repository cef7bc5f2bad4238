using System.Globalization;
using System.Text;
using Windrow.EndToEnd.Tests.Faults;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Programs;

/// <summary>Files of trollflow run as they are, with components in Python that know nothing of Windrow.</summary>
public sealed class TrollflowTests : IDisposable
{
    private const int Interrupt = 2;
    private const int Kill = 9;

    // Debian's, which has numpy.
    private static readonly (string, string) Path = ("PATH", "/usr/bin:/bin");

    // A daemon that puts ten numbers, and ends by itself where it is told to; and what others are made of.
    private const string Components = """
        import os
        import queue
        import threading
        import time

        from trollflow.utils import acquire_lock, release_lock
        from trollflow.workflow_component import AbstractWorkflowComponent


        def note(line, file="notes.txt"):
            with open(file, "a", encoding="utf-8") as out:
                out.write(line + "\n")


        def await_file(name):
            while not os.path.exists(name):
                time.sleep(0.01)


        class Numbers(object):
            def __init__(self, many=10, stays=False):
                self.output_queue = queue.Queue()
                self._stop = threading.Event()
                self.thread = threading.Thread(target=self._run, args=(many, stays))
                self.thread.daemon = True
                self.thread.start()

            def __setstate__(self, state):
                self.__init__(**state)

            def _run(self, many, stays):
                for number in range(1, many + 1):
                    self.output_queue.put(number)
                if stays:
                    self._stop.wait()

            def stop(self):
                self._stop.set()
                self.thread.join()
                self.output_queue.put("last words")
                note("numbers stopped")


        class Noter(AbstractWorkflowComponent):
            def invoke(self, context):
                note("%s %s" % (context["prefix"], context["content"]))
        """;

    private readonly Scratch _scratch = new();

    public TrollflowTests() => _scratch.Write("parts.py", Components);

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("utf-8", "grüße aus Ísland\n", "GRÜSSE AUS ÍSLAND\n")]
    [InlineData("iso-8859-1", "abc ß\n", "ABC ß\n")]
    [InlineData("utf-8", "", "")]
    public async Task Text_example_writes_its_file_in_capitals(string encoding, string text, string expected)
    {
        File.WriteAllBytes(_scratch["test.txt"], Encoding.GetEncoding(encoding).GetBytes(text));
        _scratch.Write("workflow.yml", $"""
            Workflow:
              - trollflow.examples.readers.txt_reader.TXTFileReader:
                  in_file:
                    uri: {_scratch["test.txt"]}

              - trollflow.examples.transformers.capitalizer.Capitalizer:
                  in_file:
                  out_file:

              - trollflow.examples.writers.txt_writer.TXTFileWriter:
                  out_file:
                    uri: {_scratch["test_cap.txt"]}
            """);
        var result = await Run("run", "workflow.yml");
        result.ExitCode.ShouldBe(0, result.ToString());
        File.ReadAllBytes(_scratch["test_cap.txt"]).ShouldBe(Encoding.GetEncoding(encoding).GetBytes(expected));
    }

    [Fact]
    public async Task Component_that_is_killed_in_the_midst_loses_nothing()
    {
        _scratch.Write("own.py", """
            import os

            from parts import await_file, note
            from trollflow.workflow_component import AbstractWorkflowComponent


            class Doubler(AbstractWorkflowComponent):
                def pre_invoke(self):
                    self.calls = getattr(self, "calls", 0) + 1

                def invoke(self, context):
                    number = context["content"]
                    context["output_queue"].put(number * 2)
                    if number == 5 and not os.path.exists("pid"):
                        note(str(os.getpid()), "pid.part")
                        os.rename("pid.part", "pid")
                        await_file("never")
            """);
        Flow("{}", "own.Doubler");
        using var run = Start("run", "flow.yaml", "--once");
        await run.Until(() => File.Exists(_scratch["pid"]), "a component that has begun with 5");
        using (var component = System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(_scratch["pid"]), CultureInfo.InvariantCulture)))
            component.Kill();
        var result = await run.Ended();
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Error.ShouldContain("another worker takes its place");
        Notes().ShouldBe([.. Enumerable.Range(1, 10).Select(static number => $"got {number * 2}")]);
    }

    [Fact]
    public async Task Engine_that_is_killed_goes_on_where_it_was()
    {
        _scratch.Write("own.py", """
            import os

            from parts import await_file, note
            from trollflow.workflow_component import AbstractWorkflowComponent


            class Waiter(AbstractWorkflowComponent):
                def invoke(self, context):
                    if context["content"] == 3 and not os.path.exists("first"):
                        note("", "first")
                        await_file("never")
                    context["output_queue"].put(context["content"])
            """);
        Flow("{many: 10, stays: true}", "own.Waiter");
        using (var killed = Start("run", "flow.yaml"))
        {
            await killed.Until(() => File.Exists(_scratch["first"]), "a component that has begun with 3");

            // All that the daemon has put is in the queue of the first item.
            await killed.Until(() => Stored() >= 8, "eight messages in the state");
            killed.Signal(Kill);
            await killed.Ended();
        }

        // The daemon puts its numbers again; those of the first run come, too.
        using var again = Start("run", "flow.yaml");
        await again.Until(() => Notes().Count(static note => note == "got 10") == 2, "all numbers of both runs");
        again.Signal(Interrupt);
        (await again.Ended()).ExitCode.ShouldBe(0);
        var notes = Notes().Where(static note => note.StartsWith("got", StringComparison.Ordinal)).ToList();
        foreach (var number in Enumerable.Range(3, 8))
            notes.Count(note => note == $"got {number}").ShouldBeGreaterThanOrEqualTo(2, string.Join(", ", notes));
    }

    [Fact]
    public async Task Items_work_at_the_same_time()
    {
        // Each waits for the other to have begun: one after the other they would wait for ever.
        _scratch.Write("own.py", """
            from parts import await_file, note
            from trollflow.workflow_component import AbstractWorkflowComponent


            class First(AbstractWorkflowComponent):
                def invoke(self, context):
                    if context["content"] == 2:
                        note("", "first has 2")
                        await_file("second has 1")
                    context["output_queue"].put(context["content"])


            class Second(AbstractWorkflowComponent):
                def invoke(self, context):
                    if context["content"] == 1:
                        note("", "second has 1")
                        await_file("first has 2")
                    context["output_queue"].put(context["content"])
            """);
        Flow("{}", "own.First", "own.Second");
        var result = await Run("run", "flow.yaml", "--once");
        result.ExitCode.ShouldBe(0, result.ToString());
        Notes().Length.ShouldBe(10);
    }

    [Fact]
    public async Task Neighbours_with_locks_do_not_work_at_the_same_time()
    {
        _scratch.Write("own.py", """
            import time

            from parts import note
            from trollflow.utils import acquire_lock, release_lock
            from trollflow.workflow_component import AbstractWorkflowComponent


            class First(AbstractWorkflowComponent):
                def invoke(self, context):
                    acquire_lock(context["lock"])
                    note("first in", "locked.txt")
                    time.sleep(0.01)
                    context["output_queue"].put(context["content"])
                    note("first out", "locked.txt")
                    assert release_lock(context["lock"])
                    assert not release_lock(context["lock"])


            class Second(AbstractWorkflowComponent):
                def invoke(self, context):
                    acquire_lock(context["prev_lock"])
                    note("second in", "locked.txt")
                    if context["content"] == 4 and self.slots == []:
                        self.slots = ["crashed"]
                        note("second out", "locked.txt")
                        raise ValueError("with the lock in hand")
                    time.sleep(0.01)
                    context["output_queue"].put(context["content"])
                    note("second out", "locked.txt")
                    release_lock(context["prev_lock"])
            """);
        Flow("{}", "own.First", "own.Second");
        var result = await Run("run", "flow.yaml", "--once");
        result.ExitCode.ShouldBe(0, result.ToString());
        Notes().ShouldBe([.. Enumerable.Range(1, 10).Select(static number => $"got {number}")]);
        var lines = File.ReadAllLines(_scratch["locked.txt"]);
        lines.Length.ShouldBe(42);
        for (var i = 0; i < lines.Length; i += 2)
            lines[i + 1].ShouldBe(lines[i].Replace(" in", " out", StringComparison.Ordinal), string.Join('\n', lines));
    }

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
        _scratch.Write("own.py", """
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
        _scratch.Write("flow.yaml", """
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
        _scratch.Write("own.py", """
            import os

            import parts


            class Told(parts.Numbers):
                def __init__(self, **options):
                    parts.note(str(os.getpid()), "pids")
                    super().__init__(**options)
            """);
        _scratch.Write("flow.yaml", """
            work:
              - type: daemon
                components: [{class: !!python/object:own.Told {many: 2, stays: true}}]
              - type: workflow
                Workflow:
                  - parts.Noter: {prefix: got}
            """);
        using var run = Start("run", "flow.yaml");
        await run.Until(() => Notes().Contains("got 2"), "two numbers");
        using (var daemon = System.Diagnostics.Process.GetProcessById(int.Parse(_scratch.Lines("pids")[0], CultureInfo.InvariantCulture)))
            daemon.Kill();
        await run.Tells("it is started again");
        await run.Until(() => Notes().Count(static note => note == "got 2") == 2, "the numbers of the second one");
        run.Signal(Interrupt);
        (await run.Ended()).ExitCode.ShouldBe(0);
        _scratch.Lines("pids").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("queue.Queue()")]
    [InlineData("queue.SimpleQueue()")]
    [InlineData("queue.Queue(10)")]
    public async Task Daemon_may_put_thousands_at_once(string kind)
    {
        _scratch.Write("own.py", $$"""
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
        _scratch.Write("flow.yaml", """
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
        _scratch.Write("own.py", """
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
        _scratch.Write("flow.yaml", """
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

    [Fact]
    public async Task Arrays_and_objects_go_from_process_to_process()
    {
        _scratch.Write("own.py", """
            import numpy

            from parts import note
            from trollflow.workflow_component import AbstractWorkflowComponent


            class Scene(object):
                def __init__(self, values):
                    self.values = values


            class Load(AbstractWorkflowComponent):
                def invoke(self, context):
                    scene = Scene(numpy.full((1000, 1000), context["content"], dtype="f8"))
                    context["output_queue"].put({"scene": scene, "name": "n%d" % context["content"]})
                    scene.values[:] = -1
                    context["output_queue"].put(None)


            class Look(AbstractWorkflowComponent):
                def invoke(self, context):
                    content = context["content"]
                    context["output_queue"].put("None" if content is None else "%s %s %g" % (content["name"], content["scene"].values.shape, content["scene"].values.mean()))
            """);
        Flow("{many: 2}", "own.Load", "own.Look");
        var result = await Run("run", "flow.yaml", "--once");
        result.ExitCode.ShouldBe(0, result.ToString());
        Notes().ShouldBe(["got n1 (1000, 1000) 1", "got None", "got n2 (1000, 1000) 2", "got None"]);
    }

    [Fact]
    public async Task Error_of_a_component_is_a_dead_letter_with_its_line()
    {
        _scratch.Write("own.py", """
            import threading

            from trollflow.workflow_component import AbstractWorkflowComponent


            class Odd(AbstractWorkflowComponent):
                def invoke(self, context):
                    context["output_queue"].put(context["content"] if context["content"] % 2 else threading.Lock())
            """);
        Flow("{many: 4}", "own.Odd");
        var result = await Run("run", "flow.yaml", "--once");
        result.ExitCode.ShouldBe(5, result.ToString());
        Notes().ShouldBe(["got 1", "got 3"]);
        var letter = await Run("dlq", "show", "flow.yaml", "1");
        letter.Output.ShouldContain("cannot go to another process");
        letter.Output.ShouldContain("own.py\", line 8, in invoke");
    }

    [Fact]
    public async Task Messages_of_posttroll_come_as_components_know_them()
    {
        var port = FreePorts.Take(1)[0];
        _scratch.Write("own.py", """
            from parts import note
            from trollflow.workflow_component import AbstractWorkflowComponent


            class Tell(AbstractWorkflowComponent):
                def invoke(self, context):
                    message = context["content"]
                    note("%s %s %s %s %s" % (message.subject, message.type, message.data["uid"], message.data["start_time"].hour, type(message).__name__))
            """);
        _scratch.Write("flow.yaml", $$"""
            work:
              - type: daemon
                name: listener
                components:
                  - class: !!python/object:posttroll.listener.ListenerContainer
                      topics: [/new/file]
                      nameserver: false
                      addresses: ["127.0.0.1:{{port}}"]
              - type: workflow
                name: tell
                Workflow: [own.Tell: {}]
            """);
        using var run = Start("run", "flow.yaml");
        var sent = await Run("posttroll", "send", "/new/file/yay", "file", """{"uri": "/data/a.nat", "uid": "ä.nat", "start_time": "2026-01-02T03:00:00"}""", "--port", port.ToString(CultureInfo.InvariantCulture), "--wait", "60s");
        sent.ExitCode.ShouldBe(0, sent.ToString());
        await run.Until(() => Notes().Length > 0, "a message");
        run.Signal(Interrupt);
        (await run.Ended()).ExitCode.ShouldBe(0);
        Notes().ShouldBe(["/new/file/yay file ä.nat 3 Message"]);
    }

    [Theory]
    [InlineData("nowhere.Doubler", "flow.yaml:9:9: error WR5009", "there is no module 'nowhere' in Python")]
    [InlineData("os.path.nowhere.Doubler", "flow.yaml:9:9: error WR5009", "'os.path.nowhere'")]
    [InlineData("trollflow.Doubler", "flow.yaml:9:9: error WR5001", "trollflow_sat.satpy_compositor.SceneLoader")]
    public async Task Class_that_is_not_there_is_told_before_anything_starts(string name, string where, string what)
    {
        Flow("{}", name);
        foreach (var verb in (string[])["check", "run"])
        {
            var result = await Run(verb, "flow.yaml");
            result.ExitCode.ShouldNotBe(0);
            result.Error.ShouldContain(where);
            result.Error.ShouldContain(what);
        }
    }

    [Fact]
    public async Task Component_that_cannot_be_made_ends_the_run_with_what_Python_says()
    {
        _scratch.Write("flow.yaml", "work:\n  - type: daemon\n    components: [{class: !!python/object:parts.Numbers {colour: red}}]\n");
        var result = await Run("run", "flow.yaml");
        result.ExitCode.ShouldNotBe(0);
        result.Error.ShouldContain("unexpected keyword argument 'colour'");
    }

    [Fact]
    public async Task What_Imagery_will_bring_is_a_warning_of_check_and_refused_by_run()
    {
        Flow("{}", "trollflow_sat.satpy_resampler.Resampler");
        var check = await Run("check", "flow.yaml", "--show");
        check.ExitCode.ShouldBe(0, check.ToString());
        check.Error.ShouldContain("flow.yaml:9:9: warning WR3008: 'trollflow_sat.satpy_resampler.Resampler' is the plug-in 'resample' that Windrow.Imagery will bring");
        check.Output.ShouldContain("type: resample");
        var run = await Run("run", "flow.yaml");
        run.ExitCode.ShouldBe(3, run.ToString());
        run.Error.ShouldContain("Windrow.Imagery will bring");
    }

    [Fact]
    public async Task What_is_shown_runs_as_the_file_does()
    {
        Flow("{many: 2}");
        var shown = await Run("check", "flow.yaml", "--show");
        shown.ExitCode.ShouldBe(0, shown.ToString());
        _scratch.Write("native.yaml", shown.Output);
        var result = await Run("run", "native.yaml", "--once");
        result.ExitCode.ShouldBe(0, result.ToString());
        Notes().ShouldBe(["got 1", "got 2"]);
    }

    // The numbers of the daemon go through these components, and are noted.
    private void Flow(string daemon, params string[] components)
    {
        var items = components.Append("parts.Noter: {prefix: got}").Select(static component => $"""
              - type: workflow
                name: own
                Workflow:
                  - {component}{(component.Contains(':', StringComparison.Ordinal) ? "" : ":")}
            """);
        _scratch.Write("flow.yaml", $"""
            work:
              - type: daemon
                name: numbers
                components:
                  - class: !!python/object:parts.Numbers {daemon}
            {string.Join('\n', items)}
            """);
    }

    private string[] Notes() => File.Exists(_scratch["notes.txt"]) ? File.ReadAllLines(_scratch["notes.txt"]) : [];

    private int Stored() =>
        Directory.Exists(_scratch[".windrow"]) && Directory.EnumerateFiles(_scratch[".windrow"], "state.db", SearchOption.AllDirectories).FirstOrDefault() is { } state
        ? (int)StateCounts.Of(System.IO.Path.GetDirectoryName(state)!, _scratch["copy"]).Queued
        : 0;

    private WindrowProcess Start(params string[] arguments) => WindrowProcess.Start(_scratch.Path, arguments, Path);

    private async Task<Result> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        await process.Feed("");
        return await process.Ended();
    }
}
