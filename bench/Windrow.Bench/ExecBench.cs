using System.Globalization;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.PlugIns.Null;
using Windrow.Core.Stages;
using Windrow.Core.State;
using Windrow.Exec;

namespace Windrow.Bench;

/// <summary>
/// What a Python worker costs beyond its work: small messages, and fields of 8 MB that go in and come out, against the same work on an array of
/// the worker's own.
/// </summary>
internal static class ExecBench
{
    private const string Python = "/usr/bin/python3";
    private const int SmallMessages = 20_000;
    private const int Fields = 60;
    private const int Points = 1_000_000;
    private const int Programs = 100;
    private const int Rounds = 5;

    public static IEnumerable<Figure> Run()
    {
        using var folder = new TemporaryFolder();
        File.Copy("python/windrow.py", folder.Path("windrow.py"));
        File.WriteAllText(folder.Path("pass.py"), "import windrow\nwindrow.run(lambda message: message)\n");
        File.WriteAllText(folder.Path("work.py"), Work("return message.field"));
        File.WriteAllText(folder.Path("bare.py"), Work("return message"));
        File.WriteAllText(folder.Path("copy.py"), Work("return message.field + 1"));

        using (var small = new Bench(folder, Worker("pass.py")))
        {
            var seconds = Best(() => small.Push(Make(SmallMessages, static () => Payload.None)));
            yield return new Figure("exec, small messages", SmallMessages / seconds, "/s", 5_000, false, string.Create(CultureInfo.InvariantCulture, $"{seconds / SmallMessages * 1e6:0} µs each, one worker, order kept"));
        }

        using (var programs = new Bench(folder, "{command: [/bin/true]}"))
        {
            var (exec, start, ratio) = Measure.Pair(() => programs.Push(Make(Programs, static () => Payload.None))(), StartAll, Rounds);
            yield return new Figure("exec, a program a message", ratio, "×", 8, true, string.Create(CultureInfo.InvariantCulture, $"{exec / Programs * 1e3:0.0} ms against {start / Programs * 1e3:0.0} ms to start a process"));
        }

        var bare = Field(folder, "bare.py", small: true);
        yield return Beyond("exec, 8 MB in and out", Field(folder, "work.py", small: false), bare);
        yield return Beyond("exec, 8 MB, new array", Field(folder, "copy.py", small: false), bare);
    }

    // Every worker does the same work on an array of its own, so that what is left is the way in and out.
    private static string Work(string end) =>
        $"import numpy, windrow\nown = numpy.zeros({Points})\ndef handle(message):\n  numpy.add(own, 1.0, out=own)\n  {end}\nwindrow.run(handle)\n";

    private static Figure Beyond(string name, double seconds, double bare) => new(
        name, (seconds - bare) * 1e3, "ms", 3, true, string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:0.00} ms a field, {bare * 1e3:0.00} ms of them the work"));

    private static double Field(TemporaryFolder folder, string script, bool small)
    {
        using var bench = new Bench(folder, Worker(script));
        return Best(() => bench.Push(Make(Fields, () => small ? Payload.None : Filled()), oneByOne: true)) / Fields;
    }

    // The first round warms up, and does not count. What a round needs is made before its time begins.
    private static string Worker(string script) => $"{{worker: true, command: [{Python}, {script}]}}";

    private static void StartAll()
    {
        for (var i = 0; i < Programs; i++)
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/true") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
        }
    }

    private static double Best(Func<Action> prepare) => Enumerable.Range(0, Rounds + 1).Select(_ => Measure.Time(prepare())).Skip(1).Min();

    private static Message[] Make(int count, Func<Payload> payload) => [.. Enumerable.Range(0, count).Select(number => Message(number, payload()))];

    // Memory that nobody has written to costs nothing to read.
    private static FieldPayload Filled()
    {
        var field = FieldPayload.Rent(Precision.Double, Points);
        field.Doubles.Fill(1.5);
        return field;
    }

    private static Message Message(int number, Payload payload) => new(MessageKind.Field, Metadata.From(("param", "2t"), ("step", number)), payload, new Origin("bench", "memory", number));

    private sealed class Bench : IDisposable
    {
        private readonly Congestion _congestion = new();
        private readonly Plan _plan;
        private long _pushed;

        public Bench(TemporaryFolder folder, string options)
        {
            var diagnostics = new DiagnosticBag();
            var node = (MappingNode)ConfigReader.Read(options, "bench.yaml", diagnostics)!;
            var context = new PlugInContext(new EngineServices(), diagnostics, ConfigDialect.Native, folder.Path(""), "bench/1:exec", [], false);
            var create = new PlugInCatalog().AddExec().All.Single().Bind(node, context, []) ?? throw new InvalidOperationException(diagnostics.ToString());
            var exec = new ActionDefinition("exec", 1, null, SourceLocation.None, () => (PlanAction)create());
            var sink = new ActionDefinition("null", 2, null, SourceLocation.None, static () => new NullSink());
            _plan = new Plan(new PlanDefinition("bench", Constant.True, [exec], [sink], RetryPolicy.Transient, "", SourceLocation.None), new EngineServices(), new FlowStore(new EngineServices(), null, new StoredFormats()), new FlowShared(), _congestion, 1);
        }

        /// <param name="oneByOne">The next comes when nothing is left to do: the time of the whole way, of which nothing is hidden by work on another.</param>
        public Action Push(Message[] messages, bool oneByOne = false) => () => Task.Run(async () =>
        {
            foreach (var message in messages)
            {
                if (_congestion.IsAny)
                    await _congestion.Relieved.ConfigureAwait(false);
                _plan.Entrance.Enqueue(message);
                if (oneByOne)
                    await _plan.WhenAtRest().ConfigureAwait(false);
            }

            await _plan.WhenAtRest().ConfigureAwait(false);
            _pushed += messages.Length;
            if (_plan.Counters()[^1].Delivered != _pushed)
                throw new InvalidOperationException("not every message came through");
        }).Wait();

        public void Dispose() => _plan.Dispose();
    }
}
