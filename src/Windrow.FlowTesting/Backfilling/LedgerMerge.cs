using Windrow.Core;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.Sources;
using Windrow.Core.State;
using Windrow.FlowTesting.Replaying;

namespace Windrow.FlowTesting.Backfilling;

/// <summary>Carries what a flow's state knows of its products into the state of a backfill, and what that made back.</summary>
internal sealed class LedgerMerge(BackfillPlan plan, IStateStore store, EngineServices services)
{
    private const int AtATime = 1_000;

    private readonly HashSet<string> _remade = [.. plan.Remade];

    /// <summary>So that what is there is not made twice, and files that are there are added to. Files that are made anew are left out.</summary>
    public void Seed(IStateStore own)
    {
        foreach (var files in plan.Ledger.Files.Where(file => !_remade.Contains(file.Path)).Chunk(AtATime))
        {
            var lengths = files.Select(file => store.FindProductFile(file.Path)?.Length).ToList();
            Write(own, transaction =>
            {
                for (var i = 0; i < files.Length; i++)
                {
                    if (lengths[i] is not { } length)
                        continue;
                    foreach (var entry in files[i].Entries)
                        transaction.AddProduct(entry);
                    transaction.PutProductFile(files[i].Path, new ProductFile(length, IsOpen: true));
                }
            });
        }
    }

    /// <summary>Enters what was made, as a run of its own, and puts the dead letters of the inputs in place of those that they had.</summary>
    /// <returns>Full paths of the files that were made or added to.</returns>
    public IReadOnlyList<string> TakeOver(IStateReader own, string configuration, DateTimeOffset start, bool isDone)
    {
        var after = new ProductLedger(own);
        var changed = after.Files.Where(IsChanged).OrderBy(static file => file.Path, StringComparer.Ordinal).ToList();
        var number = 0L;
        Write(store, transaction => number = transaction.AddRun(new FlowRun(0, start, null, null, configuration, ThisProgram.Version, services.Process)));
        foreach (var file in changed)
        {
            var known = plan.Ledger.Find(file.Path);
            var wasOpen = store.FindProductFile(file.Path)?.IsOpen ?? false;
            var length = own.FindProductFile(file.Path)?.Length ?? 0;
            Write(store, transaction =>
            {
                transaction.ForgetProducts(file.Path);
                foreach (var entry in file.Entries)
                    transaction.AddProduct(IsKnown(known, entry) ? entry : entry with { Run = number });
                transaction.PutProductFile(file.Path, new ProductFile(length, wasOpen));
            });
        }

        TakeOverLetters(own);
        foreach (var scope in own.Scopes("watched/").Append(MovedInput.Scope))
            TakeOverItems(own, scope);
        Write(store, transaction => transaction.EndRun(number, isDone ? RunEnd.Drained : RunEnd.Failed, services.Time.GetUtcNow()));
        return [.. changed.Select(static file => file.Path)];
    }

    private static bool IsKnown(LedgerFile? known, Product entry) =>
        known is not null && known.Entries.Any(other => other.Id == entry.Id && other.Configuration == entry.Configuration && other.At == entry.At);

    private static void Write(IStateStore to, Action<IStateTransaction> change)
    {
        var write = new AwaitedWrite(change);
        to.Submit(write);
        write.Wait();
    }

    private bool IsChanged(LedgerFile file)
    {
        var known = plan.Ledger.Find(file.Path);
        return known is null || _remade.Contains(file.Path) || file.Entries.Count != known.Entries.Count || !file.Entries.All(entry => IsKnown(known, entry));
    }

    private void TakeOverLetters(IStateReader own)
    {
        var inputs = plan.Inputs.Select(static each => (each.Input.Source, each.Input.Position)).ToHashSet();
        var old = store.ReadDeadLetters(0, int.MaxValue).Where(letter => inputs.Contains((letter.Letter.Origin.Source, letter.Letter.Origin.Position))).ToList();
        var made = own.ReadDeadLetters(0, int.MaxValue);
        if (old.Count + made.Count == 0)
            return;
        Write(store, transaction =>
        {
            foreach (var letter in old)
                transaction.RemoveDeadLetter(letter.Number);

            // A large payload stays behind: its source brings it again.
            foreach (var letter in made)
                transaction.PutDeadLetter(letter.Letter, letter.Configuration, letter.Payload is null ? letter.Body : [], null);
        });
    }

    private void TakeOverItems(IStateReader own, string scope)
    {
        var after = "";
        while (own.ReadItems(scope, after, AtATime) is { Count: > 0 } page)
        {
            Write(store, transaction =>
            {
                foreach (var item in page)
                    transaction.PutItem(scope, item.Key, item.Value);
            });
            after = page[^1].Key;
        }
    }
}
