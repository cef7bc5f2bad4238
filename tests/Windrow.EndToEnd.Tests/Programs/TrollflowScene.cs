using Windrow.EndToEnd.Tests.Faults;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Programs;

/// <summary>A directory with components written for trollflow, which know nothing of Windrow.</summary>
public abstract class TrollflowScene : IDisposable
{
    protected const int Interrupt = 2;
    protected const int Kill = 9;

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

    internal Scratch Scratch { get; } = new();

    protected TrollflowScene() => Scratch.Write("parts.py", Components);

    public void Dispose()
    {
        Scratch.Dispose();
        GC.SuppressFinalize(this);
    }

    // The numbers of the daemon go through these components, and are noted.
    internal void Flow(string daemon, params string[] components)
    {
        var items = components.Append("parts.Noter: {prefix: got}").Select(static component => $"""
              - type: workflow
                name: own
                Workflow:
                  - {component}{(component.Contains(':', StringComparison.Ordinal) ? "" : ":")}
            """);
        Scratch.Write("flow.yaml", $"""
            work:
              - type: daemon
                name: numbers
                components:
                  - class: !!python/object:parts.Numbers {daemon}
            {string.Join('\n', items)}
            """);
    }

    internal string[] Notes() => File.Exists(Scratch["notes.txt"]) ? File.ReadAllLines(Scratch["notes.txt"]) : [];

    internal int Stored() =>
        Directory.Exists(Scratch[".windrow"]) && Directory.EnumerateFiles(Scratch[".windrow"], "state.db", SearchOption.AllDirectories).FirstOrDefault() is { } state
        ? (int)StateCounts.Of(System.IO.Path.GetDirectoryName(state)!, Scratch["copy"]).Queued
        : 0;

    internal WindrowProcess Start(params string[] arguments) => WindrowProcess.Start(Scratch.Path, arguments, Path);

    internal async Task<Result> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        await process.Feed("");
        return await process.Ended();
    }
}
