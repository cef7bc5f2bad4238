using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns;
using Windrow.Storage;
using Windrow.Testing.Flows;
using Xunit;

namespace Windrow.Testing.Compliance;

/// <summary>
/// The tests that every action has to pass. Inherit it, name the plug-in and its messages, and run it:
/// <code>
/// public sealed class ScaleByComplianceTests : ActionCompliance
/// {
///     protected override string Yaml => "type: scale-by\nfactor: 2";
///     protected override void Register(PlugInCatalog catalog) => new ScaleByPlugIns().Register(catalog);
/// }
/// </code>
/// </summary>
public abstract class ActionCompliance : MessageCompliance
{
    private const int Rounds = 500;

    /// <summary>Whether the same messages give the same results with the same ids in every run; false for an action that draws by chance.</summary>
    protected virtual bool IsDeterministic => true;

    /// <summary>The metadata keys within which the order of messages matters to the action, as <c>paramId</c> for a statistic; null: order does not matter.</summary>
    protected virtual string? OrderedWithin => null;

    private protected sealed override PlugInKind[] Kinds => [PlugInKind.Action];

    private protected sealed override ComplianceFlow NewFlow(IReadOnlyList<Message> given, FlowSetting? setting = null, bool stays = false) =>
        ComplianceFlow.OfAction(NewCatalog(), Yaml, Directory, given, setting, stays);

    [Fact]
    public async Task Same_messages_give_the_same_results_with_the_same_ids()
    {
        if (!IsDeterministic)
            return;
        using var first = NewFlow(NewMessages(Count));
        await first.ToEnd();
        using var second = NewFlow(NewMessages(Count));
        await second.ToEnd();
        Assert.Equal(first.Taken.Messages, second.Taken.Messages);
        Assert.Equal(first.Taken.Messages.Count, first.Taken.Messages.Select(static each => each.Id).Distinct().Count());
    }

    [Fact]
    public async Task Several_threads_get_what_one_gets_where_the_action_allows_them()
    {
        if (!NewAction().IsConcurrent || !IsDeterministic)
            return;
        using var one = NewFlow(NewMessages(Rounds));
        await one.ToEnd();
        using var several = NewFlow(NewMessages(Rounds), new FlowSetting { Stage = OrderedWithin is { } keys ? $"{{workers: 4, key: [{keys}]}}" : "{workers: 4, ordered: false}" });
        await several.ToEnd();
        AssertSound(several);
        AssertSettledOnce(several, Rounds);
        Assert.Equal(Contents(one), Contents(several));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restart_in_the_midst_loses_nothing_and_adds_nothing(bool isForced)
    {
        if (!IsDeterministic)
            return;
        using var undisturbed = NewFlow(NewMessages(Count), StateIn("undisturbed"));
        await undisturbed.ToEnd();
        for (var half = 1; half < Count; half += Math.Max(1, Count / 4))
        {
            var setting = StateIn($"stopped-{half}");
            using var stopped = NewFlow(NewMessages(half), setting with { Once = false }, stays: true);
            stopped.Start();
            await stopped.Within(stopped.Given!.Offered, "the messages are not taken");
            if (isForced)
                await stopped.StopAtOnce();
            else
                await stopped.Drain("what was under way was not finished, and the flow cannot stop");
            using var resumed = NewFlow(NewMessages(Count), setting);
            await resumed.ToEnd();
            AssertSound(resumed);
            var results = stopped.Taken.Messages.Concat(resumed.Taken.Messages);
            Assert.Equal(Distinct(undisturbed.Taken.Messages), Distinct(results));
        }
    }

    private FlowSetting StateIn(string name) =>
        new() { States = new SqliteStates(new PhysicalFileSystem(), TimeProvider.System), StateDirectory = Path.Combine(Directory, $"state-{name}") };

    // A result that comes again has the same id, and whoever gets it knows that.
    private static List<string> Distinct(IEnumerable<TakenMessage> results) =>
        [.. results.DistinctBy(static each => each.Id).Select(static each => $"{each.Id} {each.Content}").Order(StringComparer.Ordinal)];
}
