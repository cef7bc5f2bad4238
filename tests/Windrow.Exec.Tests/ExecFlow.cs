using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Stages;

namespace Windrow.Exec.Tests;

/// <summary>A plan of one <c>exec</c>, from YAML, and what comes out of it.</summary>
internal sealed class ExecFlow : IDisposable
{
    private readonly List<Message> _came = [];

    public ExecFlow()
    {
        Services = new EngineServices
        {
            DeadLetters = Letters,
            Environment = name => name == "TMPDIR" ? Scratch : System.Environment.GetEnvironmentVariable(name),
            Logs = Logs,
        };
        Directory.CreateDirectory(Scratch);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("windrow-exec-test-").FullName;

    public string Scratch => Path.Combine(Folder, "tmp");

    public DeadLetterList Letters { get; } = new();

    public LogLines Logs { get; } = new();

    public EngineServices Services { get; set; }

    /// <summary>What came out, in its order, payloads alive.</summary>
    public IReadOnlyList<Message> Came
    {
        get
        {
            lock (_came)
                return [.. _came];
        }
    }

    /// <summary>The action that ran last.</summary>
    public PlanAction? Action { get; private set; }

    public Failure Failure => Letters.List().ShouldHaveSingleItem().Failure;

    public static DiagnosticBag Bind(string yaml, PlugInContext context, out Func<object>? create)
    {
        var node = ConfigReader.Read(yaml, "flow.yaml", context.Diagnostics).ShouldBeOfType<MappingNode>();
        create = new PlugInCatalog().AddExec().All.Single(static plugIn => plugIn.Name == "exec").Bind(node, context, []);
        return context.Diagnostics;
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return path;
    }

    public FlowDefinition Flow(string yaml, IEnumerable<Message> messages, StageOptions? stage = null, int retries = 1) => Flow(yaml, new ListSource(messages), stage, retries);

    public FlowDefinition Flow(string yaml, Core.Sources.Source source, StageOptions? stage = null, int retries = 1)
    {
        Bind(yaml, new PlugInContext(Services, new DiagnosticBag(), ConfigDialect.Native, Folder, "p/1:exec", [], false), out var create).ErrorCount.ShouldBe(0);
        var sink = new Probe(Take, concurrent: true, terminal: true);
        Action = (PlanAction)create!();
        var plan = TestFlow.Plan("p", (Action, stage), (sink, null));
        return TestFlow.Flow([source], plan with { OnError = new FailurePolicy(FailureEnd.DeadLetter, retries), Retry = new RetryPolicy(5, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(5)) });
    }

    public async Task<FlowHost> Run(string yaml, IEnumerable<Message> messages, StageOptions? stage = null, int retries = 1) =>
        await TestFlow.Run(Flow(yaml, messages, stage, retries), Services);

    /// <summary>Lets go of what came.</summary>
    public void Forget()
    {
        lock (_came)
        {
            foreach (var message in _came)
                message.Payload.Release();
            _came.Clear();
        }
    }

    public void Dispose()
    {
        Forget();
        Directory.Delete(Folder, recursive: true);
    }

    private void Take(Message message, Output output)
    {
        lock (_came)
            _came.Add(new Message(message.Id, message.Kind, message.Metadata, message.Payload.Add(), null, message.Origin));
        output.Deliver(message);
    }
}
