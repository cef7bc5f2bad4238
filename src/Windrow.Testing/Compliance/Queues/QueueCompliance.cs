using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Core.Stages;
using Windrow.Core.State;
using Xunit;

namespace Windrow.Testing.Compliance.Queues;

/// <summary>
/// The tests that every kind of queue in front of a stage has to pass, as far as <see cref="QueueCapabilities"/> says that it
/// can; what it cannot has to be refused by <c>check</c>. Inherit it, and name the kind.
/// </summary>
public abstract partial class QueueCompliance : IDisposable
{
    /// <summary>The kind under test.</summary>
    protected abstract QueueKind Kind { get; }

    /// <summary>What the kind needs beside its name in a <c>stage</c>, such as <c>broker: …, </c>.</summary>
    protected virtual string Options => "";

    /// <summary>Adds what makes queues of the kind to the catalog, where that is not Windrow's core.</summary>
    protected virtual void Register(PlugInCatalog catalog)
    {
    }

    /// <summary>Where flows keep their state, where the kind needs it.</summary>
    protected virtual IStateProvider? States => null;

    /// <summary>Where that is.</summary>
    protected virtual StateLocation State => Path.Combine(Directory, "state");

    /// <summary>A directory of this test's own, gone when it ends.</summary>
    protected string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("windrow-queue-").FullName;

    private QueueCapabilities Can => QueueCapabilities.Of(Kind);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => System.IO.Directory.Delete(Directory, recursive: true);

    private static Message NewMessage(int number, long key = 0, long urgency = 0) => new(
        MessageKind.Event, Metadata.From(("number", (long)number), ("key", key), ("urgency", urgency)), Payload.None, new Origin("given", "memory", number));

    private static Message NewFlush(int number) => new(MessageKind.Flush, Metadata.From(("flushKind", "end-of-step")), Payload.None, new Origin("given", "memory", number));

    private static Message[] NewMessages(int count, int keys = 1) => [.. Enumerable.Range(0, count).Select(number => NewMessage(number, number % keys))];

    /// <param name="stage">What the stage has beside its queue.</param>
    private ComplianceFlow NewFlow(QueuedWork work, IReadOnlyList<Message> given, string stage = "", bool stays = false, string retry = "{attempts: 5, first-delay: 1ms, maximum-delay: 5ms}", string settings = "")
    {
        var catalog = new PlugInCatalog().AddCore();
        Register(catalog);
        catalog.Add(PlugIn.Sink("work", "Works.", static () => NoOptions.Set, (_, _) => work));
        var setting = new FlowSetting
        {
            States = Can.NeedsState ? States : null,
            StateDirectory = Can.NeedsState ? State : null,
            Stage = $"{{queue: {Can.Name}, {Options}{stage}}}",
            Retry = retry,
            Settings = settings,
            Once = !stays,
        };
        return ComplianceFlow.OfSink(catalog, "type: work", Directory, given, setting, stays);
    }

    /// <summary>Whether the kind can do something; where it cannot, a stage that asks for it has to be refused.</summary>
    private bool CanOrIsRefused(bool can, string stage)
    {
        if (!can)
            Assert.Contains(Read(stage, "state").Sorted, static each => each.Rule == Rules.QueueCannot);
        return can;
    }

    private DiagnosticBag Read(string stage, string state)
    {
        var diagnostics = new DiagnosticBag();
        var root = ConfigReader.Read(
            $$$"""
            settings: {state: {{{state}}} }
            plans: [{name: p, actions: [{type: "null", stage: {queue: {{{Can.Name}}}, {{{Options}}}{{{stage}}} }}]}]
            """,
            "flow.yaml", diagnostics);
        var catalog = new PlugInCatalog().AddCore();
        Register(catalog);
        new FlowReader(catalog, new Core.EngineServices(), diagnostics).Read(root!, Path.Combine(Directory, "flow.yaml"));
        return diagnostics;
    }
}
