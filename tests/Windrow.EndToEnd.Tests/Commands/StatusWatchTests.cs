using System.Net.Sockets;
using System.Text.RegularExpressions;
using Windrow.Cli.Control;
using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary><c>windrow status --watch</c>, in a terminal and elsewhere.</summary>
public sealed partial class StatusWatchTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public StatusWatchTests() => _scratch.Write("flow.yaml", """
        flow: watched
        sources:
          - {type: generate, name: waves, params: [2t, t, u, v, q, z, r], levels: ["1000", "925", "850", "700", "500", "400", "300", "250", "200", "100"], nx: 36, ny: 190, steps: 0/to/100000/by/1}
        plans:
          - name: means
            actions:
              - {type: set, values: {seen: true}}
              - {type: "null", stage: {queue: memory}}
        """);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_terminal_shows_rates_in_its_place_and_is_left_as_it_was()
    {
        using var flow = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--quiet"]);
        await flow.Until(() => File.Exists(_scratch[".windrow/watched/control"]), "the flow runs");
        using var terminal = WindrowProcess.StartCommand(
            ["env", "--default-signal", "script", "-qec", $"stty rows 8 cols 80; '{Repository.Program}' status flow.yaml --watch --interval 0.2", "/dev/null"], _scratch.Path, ("TERM", "xterm"));
        await terminal.Until(() => RateOfSource().IsMatch(terminal.Output), "there are rates");
        await terminal.Process.StandardInput.WriteAsync("\x03");
        await terminal.Process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        var shown = (await terminal.Ended()).Output;

        shown.ShouldContain("\e[?1049h\e[?25l\e[H");
        shown.TrimEnd().ShouldEndWith("\e[?25h\e[?1049l");
        shown.ShouldContain("watched: running, process");
        shown.ShouldContain("source waves");
        shown.ShouldMatch(@"1:set +[\d.]+ +[\d.]+");
        Escapes().Replace(shown.Replace("\e[H", "\n"), "").Split('\n').ShouldAllBe(static line => line.TrimEnd().Length <= 80);
        flow.Signal(2);
        (await flow.Ended()).ShouldEndWith(0);
    }

    [Fact]
    public async Task Elsewhere_there_is_a_line_each_time_until_the_flow_ends()
    {
        using var flow = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--quiet"]);
        await flow.Until(() => File.Exists(_scratch[".windrow/watched/control"]), "the flow runs");
        using var watch = WindrowProcess.Start(_scratch.Path, ["status", "flow.yaml", "--watch", "--interval", "0.1"]);
        await watch.Until(() => watch.Output.Count(static letter => letter == '\n') >= 3, "there are three lines");
        flow.Signal(2);
        (await flow.Ended()).ShouldEndWith(0);
        var lines = (await watch.Ended()).ShouldEndWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldAllBe(static line => line.Contains(" watched ", StringComparison.Ordinal) && !line.Contains('\e'));
        lines[2].ShouldMatch(@"accepted \d+ \([\d.]+/s\), open \d+, waiting \d+, dead 0");

        (await WindrowProcess.Run(_scratch.Path, "status", "flow.yaml", "--watch")).ShouldEndWith(1).Error.ShouldContain("no process runs");
    }

    [Fact]
    public async Task Flow_that_refuses_to_answer_while_it_ends_is_no_error()
    {
        using var flow = WindrowProcess.Start(_scratch.Path, ["run", "flow.yaml", "--quiet"]);
        var path = _scratch[".windrow/watched/control"];
        await flow.Until(() => File.Exists(path), "the flow runs");
        using (var status = ControlClient.Ask(_scratch[".windrow/watched"], """{"do":"status"}"""))
        {
            flow.Signal(2);
            (await flow.Ended()).ShouldEndWith(0);

            // From here on the flow is this test.
            using var socket = ControlPath.Listen(path);
            using var watch = WindrowProcess.Start(_scratch.Path, ["status", "flow.yaml", "--watch", "--interval", "0.1"]);
            await Answer(socket, status!.RootElement.GetRawText());
            await Answer(socket, "{\"ok\":false,\"error\":\"the flow is ending\"}");
            await Answer(socket, "{\"ok\":false,\"error\":\"its state is closed\"}");
            socket.Close();
            (await watch.Ended()).ShouldEndWith(0).Output.Count(static letter => letter == '\n').ShouldBe(1);
        }
    }

    private static async Task Answer(Socket socket, string answer)
    {
        using var client = await socket.AcceptAsync(TestContext.Current.CancellationToken);
        using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("""{"do":"status"}""");
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer + "\n"), TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"accepted \d+ \([1-9][\d.]*/s\)")]
    private static partial Regex RateOfSource();

    [GeneratedRegex(@"\e\[[?\d]*[A-Za-z]|\r")]
    private static partial Regex Escapes();
}
