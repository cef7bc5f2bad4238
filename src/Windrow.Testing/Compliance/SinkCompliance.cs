using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns;
using Windrow.Storage;
using Windrow.Testing.Faults;
using Windrow.Testing.IO;
using Windrow.Testing.States;
using Xunit;

namespace Windrow.Testing.Compliance;

/// <summary>
/// The tests that every sink has to pass: those of messages, and that its effect happens, for each message once, whatever fails and however often
/// the flow is killed. Inherit it, name the plug-in and its messages, and say what its effect is where that is no file.
/// </summary>
public abstract class SinkCompliance : MessageCompliance
{
    /// <summary>Operations on files at which a failure is tried; beyond, a sample is.</summary>
    private const int MostStrikes = 60;

    /// <summary>
    /// Whether a repeat can be seen, as with an announcement that is made at least once. Then the effects may come several times.
    /// </summary>
    protected virtual bool MayRepeat => false;

    /// <summary>Whether the effect is in files below <see cref="PlugInCompliance.Directory"/>, written by <c>EngineServices.Files</c>.</summary>
    protected virtual bool WritesFiles => true;

    /// <summary>What the outside has: by default the lines of every file below the test's directory. It is asked for after each run.</summary>
    protected virtual IReadOnlyList<string> Effects() =>
    [
        .. System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Directory, file).StartsWith("state", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadLines(file).Select(line => $"{Path.GetRelativePath(Directory, file)}: {line}")),
    ];

    /// <summary>Takes the effects away, so that the next run begins anew.</summary>
    protected virtual void Forget()
    {
        foreach (var entry in new DirectoryInfo(Directory).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo directory)
                directory.Delete(recursive: true);
            else
                entry.Delete();
        }
    }

    private protected sealed override PlugInKind[] Kinds => [PlugInKind.Sink];

    private protected sealed override ComplianceFlow NewFlow(IReadOnlyList<Message> given, FlowSetting? setting = null, bool stays = false) =>
        ComplianceFlow.OfSink(NewCatalog(), Yaml, Directory, given, setting, stays);

    [Fact]
    public async Task Effect_has_happened_when_the_flow_ends_and_happens_once_when_all_comes_again()
    {
        using var flow = NewFlow(NewMessages(Count), State());
        await flow.ToEnd();
        AssertSound(flow);
        var once = Effects();
        Assert.True(once.Count > 0, "there is no effect; override Effects()");
        using var again = NewFlow(NewMessages(Count), State());
        await again.ToEnd();
        if (MayRepeat)
            Assert.Equal(once.Distinct(), Effects().Distinct());
        else
            Assert.Equal(once, Effects());
    }

    [Fact]
    public void Sink_says_that_it_is_one() => Assert.True(NewAction().IsTerminal, "a sink overrides IsTerminal");

    [Theory]
    [InlineData(FaultManner.IoError)]
    [InlineData(FaultManner.DiskFull)]
    [InlineData(FaultManner.ShortWrite)]
    public async Task Operation_on_a_file_that_fails_is_tried_again(FaultManner manner)
    {
        if (!WritesFiles)
            return;
        var undisturbed = await Undisturbed();
        await ForEachStrike(manner, async plan =>
        {
            using var flow = NewFlow(NewMessages(Count), State() with { Files = new FaultyFileSystem(plan) });
            await flow.ToEnd();
            AssertSound(flow);
            AssertSettledOnce(flow, Count);
            Assert.True(flow.DeadLetters.Count == 0, $"{plan}: {string.Join('\n', flow.DeadLetters)}");
            AssertEffects(undisturbed, plan);
        });
    }

    [Theory]
    [InlineData(FaultManner.Kill)]
    [InlineData(FaultManner.PowerCut)]
    public async Task Process_that_is_killed_and_started_again_has_had_each_effect_once(FaultManner manner)
    {
        if (!WritesFiles)
            return;
        var undisturbed = await Undisturbed();
        await ForEachStrike(manner, async plan =>
        {
            using (var states = new CrashingStates(State().States!, int.MaxValue) { IsDown = () => plan.IsDown })
            {
                using var killed = NewFlow(NewMessages(Count), State() with { Files = new FaultyFileSystem(plan), States = states });
                await killed.ToEndOr(plan.Strikes);
            }

            using var flow = NewFlow(NewMessages(Count), State());
            await flow.ToEnd();
            AssertSound(flow);
            AssertEffects(undisturbed, plan);
        });
    }

    private async Task<IReadOnlyList<string>> Undisturbed()
    {
        using var flow = NewFlow(NewMessages(Count), State());
        await flow.ToEnd();
        return Effects();
    }

    private async Task ForEachStrike(FaultManner manner, Func<FaultPlan, Task> run)
    {
        for (var (at, strikes) = (1L, 0); ; strikes++)
        {
            Forget();
            var plan = new FaultPlan(at, manner);
            await run(plan);
            if (plan.Struck is not { } struck)
                return;
            at = struck.Number + 1 + (strikes > MostStrikes ? strikes : 0);
        }
    }

    private void AssertEffects(IReadOnlyList<string> undisturbed, FaultPlan plan)
    {
        var effects = Effects();
        var same = MayRepeat ? undisturbed.Order(StringComparer.Ordinal).SequenceEqual(effects.Distinct().Order(StringComparer.Ordinal)) : undisturbed.SequenceEqual(effects);
        Assert.True(same, $"{plan}: the effects are\n{string.Join('\n', effects)}\nand without a fault they were\n{string.Join('\n', undisturbed)}");
    }

    private FlowSetting State() =>
        new() { States = new SqliteStates(new PhysicalFileSystem(), TimeProvider.System), StateDirectory = Path.Combine(Directory, "state") };
}
