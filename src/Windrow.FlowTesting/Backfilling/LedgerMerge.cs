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
    public void Begin(IStateStore own)
    {
        if (plan.Unfinished is null)
        {
            foreach (var files in plan.Ledger.Files.Where(file => !file.HasParts && !_remade.Contains(file.Path)).Chunk(AtATime))
                Seed(own, files);
        }

        // The mark says that all before it is there.
        var known = plan.Unfinished?.Files.ToHashSet(StringComparer.Ordinal);
        Write(own, transaction =>
        {
            if (known is not null)
            {
                foreach (var path in _remade.Where(path => !known.Contains(path)))
                    transaction.ForgetProducts(path);
            }

            new UnfinishedBackfill(UnfinishedBackfill.LastRun(store), [.. plan.Inputs.Select(static each => BackfillPlan.KeyOf(each.Input))], _remade).Write(transaction);
        });
    }

    /// <summary>Enters what was made, as a run of its own, and puts the dead letters of the inputs in place of those that they had: all of it, or nothing.</summary>
    /// <returns>Full paths of the files that were made or added to.</returns>
    public IReadOnlyList<string> TakeOver(IStateReader own, string configuration, DateTimeOffset start)
    {
        var changed = new ProductLedger(own).Files.Where(IsChanged).OrderBy(static file => file.Path, StringComparer.Ordinal).ToList();
        var files = changed.Where(static file => !file.HasParts).Select(file => (file.Path, new ProductFile(own.FindProductFile(file.Path)?.Length ?? 0, store.FindProductFile(file.Path)?.IsOpen ?? false))).ToList();
        var inputs = plan.Inputs.Select(static each => (each.Input.Source, each.Input.Position)).ToHashSet();
        var old = store.ReadDeadLetters(0, int.MaxValue).Where(letter => inputs.Contains((letter.Letter.Origin.Source, letter.Letter.Origin.Position))).ToList();
        var letters = own.ReadDeadLetters(0, int.MaxValue);
        var items = own.Scopes("watched/").Append(MovedInput.Scope).Append(FlowStore.Configurations).Select(scope => (Scope: scope, Items: Items(own, scope))).ToList();
        Write(store, transaction =>
        {
            var number = transaction.AddRun(new FlowRun(0, start, null, null, configuration, ThisProgram.Version, services.Process));
            foreach (var file in changed)
                Enter(file, number, transaction);
            foreach (var (path, file) in files)
                transaction.PutProductFile(path, file);
            foreach (var letter in old)
                transaction.RemoveDeadLetter(letter.Number);

            // A large payload stays behind: its source brings it again.
            foreach (var letter in letters)
                transaction.PutDeadLetter(letter.Letter, letter.Configuration, letter.Payload is null ? letter.Body : [], null);
            foreach (var (scope, all) in items)
            {
                foreach (var item in all)
                    transaction.PutItem(scope, item.Key, item.Value);
            }

            transaction.EndRun(number, RunEnd.Drained, services.Time.GetUtcNow());
        });
        return [.. changed.Select(static file => file.Path)];
    }

    private static List<StateItem> Items(IStateReader own, string scope)
    {
        var (items, after) = (new List<StateItem>(), "");
        while (own.ReadItems(scope, after, AtATime) is { Count: > 0 } page)
        {
            items.AddRange(page);
            after = page[^1].Key;
        }

        return items;
    }

    private void Seed(IStateStore own, LedgerFile[] files)
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

    // Of a data set only what was made is there, and takes the place of what has its name; a file is what it is now.
    private void Enter(LedgerFile file, long run, IStateTransaction transaction)
    {
        var known = plan.Ledger.Find(file.Path);
        if (!file.HasParts)
            transaction.ForgetProducts(file.Path);
        foreach (var entry in file.Entries)
            transaction.AddProduct(!file.HasParts && IsKnown(known, entry) ? entry : entry with { Run = run });
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
        return known is null || file.HasParts || _remade.Contains(file.Path) || file.Entries.Count != known.Entries.Count || !file.Entries.All(entry => IsKnown(known, entry));
    }
}
