using System.Globalization;

namespace Windrow.EndToEnd.Tests.Programs;

/// <summary>Components of trollflow in processes of their own: at the same time, with locks, with whatever they put, and when they fail.</summary>
public sealed class TrollflowComponentTests : TrollflowScene
{
    [Fact]
    public async Task Component_that_is_killed_in_the_midst_loses_nothing()
    {
        Scratch.Write("own.py", """
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
        await run.Until(() => File.Exists(Scratch["pid"]), "a component that has begun with 5");
        using (var component = System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(Scratch["pid"]), CultureInfo.InvariantCulture)))
            component.Kill();
        var result = await run.Ended();
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Error.ShouldContain("another worker takes its place");
        Notes().ShouldBe([.. Enumerable.Range(1, 10).Select(static number => $"got {number * 2}")]);
    }

    [Fact]
    public async Task Items_work_at_the_same_time()
    {
        // Each waits for the other to have begun: one after the other they would wait for ever.
        Scratch.Write("own.py", """
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
        Scratch.Write("own.py", """
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
        var lines = File.ReadAllLines(Scratch["locked.txt"]);
        lines.Length.ShouldBe(42);
        for (var i = 0; i < lines.Length; i += 2)
            lines[i + 1].ShouldBe(lines[i].Replace(" in", " out", StringComparison.Ordinal), string.Join('\n', lines));
    }

    [Fact]
    public async Task Arrays_and_objects_go_from_process_to_process()
    {
        Scratch.Write("own.py", """
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
        Scratch.Write("own.py", """
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
}
