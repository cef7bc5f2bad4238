using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Storage;
using Xunit;

namespace Windrow.Testing.Compliance;

/// <summary>The tests that every source has to pass. Inherit it, name the plug-in, and make its input.</summary>
public abstract class SourceCompliance : PlugInCompliance
{
    /// <summary>How many messages the input holds.</summary>
    protected abstract int Count { get; }

    /// <summary>Makes the input, in <see cref="PlugInCompliance.Directory"/> or wherever the options of <see cref="PlugInCompliance.Yaml"/> lead. Called once for each test.</summary>
    protected abstract void MakeInput();

    /// <summary>Adds something to the input that is no message, and gives how many dead letters it has to become; 0: there is no such input.</summary>
    protected virtual int AddPoison() => 0;

    private protected sealed override PlugInKind[] Kinds => [PlugInKind.Source];

    private ComplianceFlow NewFlow(FlowSetting? setting = null, bool keeps = false, int stopsAt = 0) => ComplianceFlow.OfSource(NewCatalog(), Yaml, Directory, setting, keeps, stopsAt);

    private FlowSetting State() => new() { States = new SqliteStates(new PhysicalFileSystem(), TimeProvider.System), StateDirectory = Path.Combine(Directory, "state") };

    private SourcePromise Promise
    {
        get
        {
            var diagnostics = new DiagnosticBag();
            var create = Bind(PlugIn, Yaml, diagnostics);
            Assert.True(create is not null, diagnostics.ToString());
            return Assert.IsAssignableFrom<Source>(create()).Promise;
        }
    }

    [Fact]
    public async Task All_input_comes_once_and_the_source_comes_to_its_end()
    {
        MakeInput();
        using var flow = NewFlow();
        await flow.ToEnd();
        AssertSound(flow);
        Assert.Equal(Count, flow.Taken.Messages.Count);
        Assert.Equal(Count, flow.Taken.Messages.Select(static each => each.Id).Distinct().Count());
        Assert.Equal(0, flow.Host.Counts().Open);
        Assert.Equal(Count, flow.Host.Counts().Accepted);
        Assert.Empty(flow.DeadLetters);
    }

    [Fact]
    public async Task Source_waits_while_the_flow_has_no_room()
    {
        MakeInput();
        using var flow = NewFlow(new FlowSetting { Settings = "credit-count: 1" }, keeps: true);
        flow.Start();
        await flow.Within(flow.Taken.Reached(1), "no message has come");
        await flow.StopAtOnce();
        AssertSound(flow);
        Assert.Single(flow.Taken.Messages);
    }

    [Fact]
    public async Task Stop_ends_a_source_that_waits_for_more()
    {
        MakeInput();
        using var flow = NewFlow(new FlowSetting { Once = false });
        flow.Start();
        await flow.Within(flow.Taken.Reached(Count), $"{Count} messages have not come");
        await flow.Drain("the source goes on although it is to stop");
        AssertSound(flow);
        Assert.Equal(Count, flow.Taken.Messages.Count);
    }

    [Fact]
    public async Task What_was_not_settled_comes_again_with_the_same_id()
    {
        if (Promise == SourcePromise.Lossy)
            return;
        MakeInput();
        using var stopped = NewFlow(State() with { Once = false }, keeps: true);
        stopped.Start();
        await stopped.Within(stopped.Taken.Reached(Count), $"{Count} messages have not come");
        await stopped.StopAtOnce();
        using var resumed = NewFlow(State());
        await resumed.ToEnd();
        AssertSound(resumed);
        Assert.Equal(stopped.Taken.Messages.OrderBy(static each => each.Id.ToString()), resumed.Taken.Messages.OrderBy(static each => each.Id.ToString()));
    }

    [Fact]
    public async Task What_was_settled_does_not_come_again_after_a_restart_in_the_midst()
    {
        if (Promise == SourcePromise.Lossy)
            return;
        MakeInput();

        // A message stands still within the flow, so that the source is asked to stop in the midst of its input.
        using var stopped = NewFlow(State() with { Once = false }, stopsAt: 2);
        stopped.Start();
        await stopped.Within(stopped.Taken.Reached(2), "no message has come");
        await stopped.Drain("the source goes on although it is to stop");
        using var resumed = NewFlow(State());
        await resumed.ToEnd();
        AssertSound(resumed);
        Assert.Equal(Count, stopped.Taken.Messages.Concat(resumed.Taken.Messages).Select(static each => each.Id).Distinct().Count());
        Assert.Equal(Count, stopped.Taken.Messages.Count + resumed.Taken.Messages.Count);
    }

    [Fact]
    public async Task Input_that_is_no_message_becomes_a_dead_letter_and_the_rest_comes()
    {
        MakeInput();
        var poison = AddPoison();
        using var flow = NewFlow();
        await flow.ToEnd();
        Assert.Equal(Count, flow.Taken.Messages.Count);
        Assert.Equal(poison, flow.DeadLetters.Count);
        Assert.False(flow.Host.LostSource, "the source was given up");
    }

    private static void AssertSound(ComplianceFlow flow)
    {
        var errors = flow.Logs.Lines.Where(static line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error).Select(static line => line.Text).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
        Assert.False(flow.Host.LostSource, "the source was given up");
    }
}
