using System.Globalization;
using System.Text;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Programs;

/// <summary>Files of trollflow are checked and run as they are.</summary>
public sealed class TrollflowRunTests : TrollflowScene
{
    [Theory]
    [InlineData("utf-8", "grüße aus Ísland\n", "GRÜSSE AUS ÍSLAND\n")]
    [InlineData("iso-8859-1", "abc ß\n", "ABC ß\n")]
    [InlineData("utf-8", "", "")]
    public async Task Text_example_writes_its_file_in_capitals(string encoding, string text, string expected)
    {
        File.WriteAllBytes(Scratch["test.txt"], Encoding.GetEncoding(encoding).GetBytes(text));
        Scratch.Write("workflow.yml", $"""
            Workflow:
              - trollflow.examples.readers.txt_reader.TXTFileReader:
                  in_file:
                    uri: {Scratch["test.txt"]}

              - trollflow.examples.transformers.capitalizer.Capitalizer:
                  in_file:
                  out_file:

              - trollflow.examples.writers.txt_writer.TXTFileWriter:
                  out_file:
                    uri: {Scratch["test_cap.txt"]}
            """);
        var result = await Run("run", "workflow.yml");
        result.ExitCode.ShouldBe(0, result.ToString());
        File.ReadAllBytes(Scratch["test_cap.txt"]).ShouldBe(Encoding.GetEncoding(encoding).GetBytes(expected));
    }

    [Fact]
    public async Task Engine_that_is_killed_goes_on_where_it_was()
    {
        Scratch.Write("own.py", """
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
            await killed.Until(() => File.Exists(Scratch["first"]), "a component that has begun with 3");

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
    public async Task Messages_of_posttroll_come_as_components_know_them()
    {
        var port = FreePorts.Take(1)[0];
        Scratch.Write("own.py", """
            from parts import note
            from trollflow.workflow_component import AbstractWorkflowComponent


            class Tell(AbstractWorkflowComponent):
                def invoke(self, context):
                    message = context["content"]
                    note("%s %s %s %s %s" % (message.subject, message.type, message.data["uid"], message.data["start_time"].hour, type(message).__name__))
            """);
        Scratch.Write("flow.yaml", $$"""
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

    [Fact]
    public async Task Messages_that_components_make_are_published_with_all_their_data()
    {
        var ports = FreePorts.Take(2);
        Scratch.Write("own.py", """
            import datetime

            from posttroll.message import Message
            from trollflow.workflow_component import AbstractWorkflowComponent


            class Collect(AbstractWorkflowComponent):
                def invoke(self, context):
                    data = dict(context["content"].data)
                    data["dataset"] = [{"uri": data.pop("uri"), "uid": data.pop("uid")}]
                    data["end_time"] = data["start_time"] + datetime.timedelta(minutes=15)
                    context["output_queue"].put(Message("/made/here", "dataset", data))
            """);
        Scratch.Write("flow.yaml", $$"""
            work:
              - type: daemon
                name: listener
                components:
                  - class: !!python/object:posttroll.subscriber.Subscriber
                      topics: [/new/file]
                      addresses: ["127.0.0.1:{{ports[0]}}"]
              - type: workflow
                name: collect
                Workflow: [own.Collect: {}]
              - type: daemon
                name: tell
                components:
                  - class: !!python/object:posttroll.publisher.Publisher {address: "tcp://127.0.0.1:{{ports[1]}}"}
            """);
        using var listener = Start("posttroll", "listen", "/made", "--address", $"tcp://127.0.0.1:{ports[1]}", "--count", "1");
        using var run = Start("run", "flow.yaml");
        var sent = await Run("posttroll", "send", "/new/file/yay", "file", """{"uri": "/data/a.nat", "uid": "ä.nat", "start_time": "2026-01-02T03:00:00", "sensor": ["seviri"]}""", "--port", ports[0].ToString(CultureInfo.InvariantCulture), "--wait", "60s");
        sent.ExitCode.ShouldBe(0, sent.ToString());
        var heard = (await listener.Ended()).Output;
        run.Signal(Interrupt);
        (await run.Ended()).ExitCode.ShouldBe(0);
        heard.ShouldStartWith("pytroll://made/here dataset ");
        var data = System.Text.Json.JsonDocument.Parse(heard[heard.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
        data.EnumerateObject().Select(static each => each.Name).Order().ShouldBe(["dataset", "end_time", "sensor", "start_time"]);
        data.GetProperty("dataset")[0].GetProperty("uid").GetString().ShouldBe("ä.nat");
        data.GetProperty("end_time").GetString().ShouldStartWith("2026-01-02T03:15:00");
        data.GetProperty("sensor")[0].GetString().ShouldBe("seviri");
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
        Scratch.Write("flow.yaml", "work:\n  - type: daemon\n    components: [{class: !!python/object:parts.Numbers {colour: red}}]\n");
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
        Scratch.Write("native.yaml", shown.Output);
        var result = await Run("run", "native.yaml", "--once");
        result.ExitCode.ShouldBe(0, result.ToString());
        Notes().ShouldBe(["got 1", "got 2"]);
    }
}
