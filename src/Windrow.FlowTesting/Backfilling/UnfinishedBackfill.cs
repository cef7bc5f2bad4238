using System.Globalization;
using Windrow.Core.State;
using Windrow.FlowTesting.Replaying;

namespace Windrow.FlowTesting.Backfilling;

/// <summary>
/// What a backfill was about that did not come to its end, as its own state has it. The next one goes on with that state, so that what is there is not made
/// twice; unless the flow has run since, for then its files may be others.
/// </summary>
/// <param name="Run">Number of the flow's last run when it began; 0: there was none.</param>
/// <param name="Inputs">What it was to bring in.</param>
/// <param name="Files">Full paths of the files that it was to make anew.</param>
internal sealed record UnfinishedBackfill(long Run, IReadOnlyCollection<InputKey> Inputs, IReadOnlyCollection<string> Files)
{
    private const string Scope = "backfill";
    private const string BegunAt = "run";
    private const int AtATime = 1_000;

    /// <summary>Where a backfill keeps its state: beside that of the flow, as it is of the same file system and has the same owner.</summary>
    public static string DirectoryOf(string flowState) => flowState + ".backfill";

    /// <returns>Null: none was begun, or the flow has run since.</returns>
    /// <param name="flow">The flow's state; null: there is none.</param>
    public static UnfinishedBackfill? Find(IStateReader own, IStateReader? flow)
    {
        if (own.ReadItem(Scope, BegunAt) is not { Length: sizeof(long) } begun || BitConverter.ToInt64(begun) is var run && run != LastRun(flow))
            return null;
        var (inputs, files) = (new List<InputKey>(), new List<string>());
        var after = "";
        while (own.ReadItems(Scope, after, AtATime) is { Count: > 0 } page)
        {
            foreach (var key in page.Select(static item => item.Key))
            {
                if (key.Split('\n') is [_, var source, var position, var version])
                    inputs.Add(new InputKey(source, position, ulong.Parse(version, CultureInfo.InvariantCulture)));
                else if (key.Split('\n') is [_, var path])
                    files.Add(path);
            }

            after = page[^1].Key;
        }

        return new UnfinishedBackfill(run, inputs, files);
    }

    public static long LastRun(IStateReader? flow) => flow?.ReadRuns(long.MaxValue, 1) is [{ } last] ? last.Number : 0;

    /// <summary>Writes it down, beside what is there.</summary>
    public void Write(IStateTransaction transaction)
    {
        foreach (var (source, position, version) in Inputs)
            transaction.PutItem(Scope, string.Create(CultureInfo.InvariantCulture, $"input\n{source}\n{position}\n{version}"), []);
        foreach (var path in Files)
            transaction.PutItem(Scope, $"file\n{path}", []);
        transaction.PutItem(Scope, BegunAt, BitConverter.GetBytes(Run));
    }
}
