using System.Diagnostics;
using System.Text.Json;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Servers;

namespace Windrow.EndToEnd.Tests.Running;

/// <summary>A configuration of pytroll-collectors' segment gatherer, checked and run as it is.</summary>
public sealed class GathererTests : IDisposable
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const string Time = "202601020300";

    // What a sender in Python needs: it binds, and publishes each line of standard input once somebody has subscribed.
    private const string Sender = """
        import sys, zmq
        pub = zmq.Context().socket(zmq.XPUB)
        pub.bind(sys.argv[1])
        for line in sys.stdin:
            if line.strip() == "wait":
                while pub.recv() != b"\1pytroll://segment":
                    pass
                print("heard", flush=True)
            else:
                pub.send_string(line.rstrip("\n"))
        """;

    private readonly int[] _ports = FreePorts.Take(2);
    private readonly Scratch _scratch = new();

    public GathererTests() => _scratch.Write("gatherer.yaml", $$"""
        patterns:
          msg:
            pattern:
              "H-000-{orig_platform_name:4s}__-{orig_platform_name:4s}________-{channel_name:_<9s}-{segment:_<9s}-{start_time:%Y%m%d%H%M}-__"
            critical_files: :EPI,:PRO
            wanted_files: IR_108:000001-000008,:PRO,:EPI
            all_files: IR_108:000001-000008,:PRO,:EPI
            is_critical_set: true
            variable_tags: []

        timeliness:
          900
        time_name:
          start_time

        posttroll:
          topics:
            - /segment
          publish_topic:
            /slot/{platform_name}
          publish_port: {{_ports[1]}}
          nameservers: false
          addresses:
            - 127.0.0.1:{{_ports[0]}}
        """);

    private static List<string> Names => [Name("", "PRO"), .. Enumerable.Range(1, 8).Select(static number => Name("IR_108", $"{number:000000}")), Name("", "EPI")];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Slot_is_published_once_although_the_gatherer_is_killed_in_the_middle()
    {
        Assert.SkipUnless(HasZeroMq(), "python3-zmq is not installed: apt-get install python3-zmq");
        using var listener = WindrowProcess.Start(_scratch.Path, ["posttroll", "listen", "--address", $"tcp://127.0.0.1:{_ports[1]}", "/slot"]);
        using var sender = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Sender, $"tcp://127.0.0.1:{_ports[0]}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using (var gatherer = WindrowProcess.Start(_scratch.Path, ["run", "gatherer.yaml"]))
        {
            await Heard(sender);
            Send(sender, Names.Take(6));
            await gatherer.Until(() => Members() == 6, "six members of the open set", TimeSpan.FromSeconds(30));
            gatherer.Signal(Kill);
            await gatherer.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var again = WindrowProcess.Start(_scratch.Path, ["run", "gatherer.yaml"]);
        await Heard(sender);
        Send(sender, Names.Skip(3));
        Send(sender, Names);
        await listener.Until(() => listener.Output.EndsWith('\n'), "a slot");
        again.Signal(Interrupt);
        (await again.Ended()).ShouldEndWith(0);
        sender.StandardInput.Close();
        listener.Signal(Interrupt);
        var heard = (await listener.Ended()).ShouldEndWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
        heard.ShouldMatch(@"^pytroll://slot/Meteosat-10 dataset \S+@\S+ \S+\+00:00 v1.2 application/json \{");
        var data = JsonDocument.Parse(heard[heard.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
        data.GetProperty("dataset").EnumerateArray().Select(static file => file.GetProperty("uid").GetString()).ShouldBe(Names);
    }

    [Fact]
    public async Task Check_shows_the_flow_that_it_is_and_tells_what_is_wrong_at_its_place()
    {
        var check = (await WindrowProcess.Run(_scratch.Path, "check", "gatherer.yaml")).ShouldEndWith(0);
        check.Output.ShouldStartWith("gatherer.yaml: 1 sources, 1 plans, 0 warnings");
        check.Error.ShouldBeEmpty();
        var shown = (await WindrowProcess.Run(_scratch.Path, "check", "gatherer.yaml", "--show")).ShouldEndWith(0).Output;
        _scratch.Write("flow.yaml", shown);
        (await WindrowProcess.Run(_scratch.Path, "check", "flow.yaml", "--show")).ShouldEndWith(0).Output.ShouldBe(shown);
        _scratch.Write("gatherer.yaml", _scratch.Read("gatherer.yaml").Replace("IR_108:000001-000008,:PRO,:EPI\n    is", "IR_108:000008-000001\n    is", StringComparison.Ordinal).Replace("time_name", "timename", StringComparison.Ordinal));
        var wrong = (await WindrowProcess.Run(_scratch.Path, "run", "gatherer.yaml")).ShouldEndWith(3);
        wrong.Error.ShouldContain("gatherer.yaml:7:16: error WR2011: 'all_files' cannot be read: the range 000008-000001 is empty");
        wrong.Error.ShouldContain("gatherer.yaml:13:1: warning WR2001: 'timename' has no effect");
    }

    [Fact]
    public async Task Section_of_an_ini_file_is_chosen_and_runs()
    {
        Assert.SkipUnless(HasZeroMq(), "python3-zmq is not installed: apt-get install python3-zmq");
        _scratch.Write("segments.ini", $$"""
            [msg]
            pattern = H-000-{orig_platform_name:4s}__-{orig_platform_name:4s}________-{channel_name:_<9s}-{segment:_<9s}-{start_time:%Y%m%d%H%M}-__
            critical_files = :EPI,:PRO
            wanted_files = IR_108:000001-000008
            all_files =
            topics = /segment
            publish_topic = /slot/{platform_name}
            publish_port = {{_ports[1]}}
            nameservers = false
            addresses = tcp://127.0.0.1:{{_ports[0]}}
            [other]
            pattern = {segment}
            wanted_files = :a
            topics = /a
            publish_topic = /b
            """);
        var several = (await WindrowProcess.Run(_scratch.Path, "run", "segments.ini")).ShouldEndWith(3);
        several.Error.ShouldContain("segments.ini: error WR3001: the file has several sections: msg, other; choose one with -C NAME, or as segments.ini#msg");
        (await WindrowProcess.Run(_scratch.Path, "check", "segments.ini", "-C", "others")).ShouldEndWith(1).Error.ShouldContain("the file has no section 'others'; there are: msg, other");
        (await WindrowProcess.Run(_scratch.Path, "check", "segments.ini")).ShouldEndWith(0).Output.ShouldContain("segments.ini, section 'other': 1 sources, 1 plans, 0 warnings");
        using var listener = WindrowProcess.Start(_scratch.Path, ["posttroll", "listen", "--address", $"tcp://127.0.0.1:{_ports[1]}", "/slot", "--count", "1"]);
        using var sender = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Sender, $"tcp://127.0.0.1:{_ports[0]}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var gatherer = WindrowProcess.Start(_scratch.Path, ["run", "segments.ini", "-C", "msg"]);
        await Heard(sender);
        Send(sender, Names);
        var heard = (await listener.Ended()).ShouldEndWith(0).Output;
        gatherer.Signal(Interrupt);
        (await gatherer.Ended()).ShouldEndWith(0);
        sender.StandardInput.Close();
        JsonDocument.Parse(heard[heard.IndexOf('{', StringComparison.Ordinal)..]).RootElement.GetProperty("dataset").GetArrayLength().ShouldBe(10);
        (await WindrowProcess.Run(_scratch.Path, "collections", "list", "segments.ini#msg")).ShouldEndWith(0).Output.ShouldContain("emitted");
    }

    private int Members()
    {
        using var list = Process.Start(new ProcessStartInfo(Repository.Program, ["collections", "list", "gatherer.yaml", "--json"]) { WorkingDirectory = _scratch.Path, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = list.StandardOutput.ReadToEnd();
        list.WaitForExit();
        return list.ExitCode == 0 && output.Contains("\"members\"", StringComparison.Ordinal) ? JsonDocument.Parse(output.Split('\n')[0]).RootElement.GetProperty("members").GetInt32() : 0;
    }

    private static async Task Heard(Process sender)
    {
        await sender.StandardInput.WriteLineAsync("wait");
        await sender.StandardInput.FlushAsync();
        (await sender.StandardOutput.ReadLineAsync()).ShouldBe("heard");
    }

    private static void Send(Process sender, IEnumerable<string> names)
    {
        foreach (var name in names)
            sender.StandardInput.WriteLine($$"""pytroll://segment/0deg file peer@host 2026-01-02T03:04:05.678901 v1.01 application/json {"uri": "/data/in/{{name}}", "uid": "{{name}}", "platform_name": "Meteosat-10", "sensor": ["seviri"]}""");
        sender.StandardInput.Flush();
    }

    private static bool HasZeroMq()
    {
        using var probe = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", "import zmq"]) { RedirectStandardError = true })!;
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    private static string Name(string channel, string segment) => $"H-000-MSG3__-MSG3________-{channel.PadRight(9, '_')}-{segment.PadRight(9, '_')}-{Time}-__";
}
