using Windrow.Core.Binary;
using Windrow.Core.IO;
using Windrow.Core.PlugIns.Watch;
using Windrow.Core.State;
using Windrow.Storage;

namespace Windrow.Core.Tests.PlugIns;

public sealed class StoredWatchJournalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_was_added_is_there_at_the_next_start_and_another_version_is_not()
    {
        using (var store = Open())
        {
            var journal = new StoredWatchJournal(store, "in");
            journal.Contains(Entry("a")).ShouldBeFalse();
            journal.Add(Entry("a"));
            journal.Contains(Entry("a")).ShouldBeTrue();
        }

        using var next = Open();
        var after = new StoredWatchJournal(next, "in");
        after.Contains(Entry("a")).ShouldBeTrue();
        after.Contains(Entry("a") with { Length = 8 }).ShouldBeFalse();
        new StoredWatchJournal(next, "other").Contains(Entry("a")).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_is_left_behind_where_no_file_is_done()
    {
        using (var store = Open())
            new StoredWatchJournal(store, "in").Contains(Entry("a")).ShouldBeFalse();
        Directory.Exists(Path.Combine(_directory, "state")).ShouldBeFalse();
    }

    [Fact]
    public void Journal_file_that_is_taken_over_twice_is_known_once()
    {
        using var old = new WatchJournal(new PhysicalFileSystem(), Path.Combine(_directory, "in.journal"));
        for (var number = 0; number < 1_500; number++)
            old.Add(Entry($"{number}"));
        using (var store = Open())
        {
            var journal = new StoredWatchJournal(store, "in");
            journal.Import(old);
            journal.Import(old);
            journal.Contains(Entry("1499")).ShouldBeTrue();
        }

        using var next = Open();
        next.Open().ReadItems(StoredWatchJournal.ScopeOf("in")).Count.ShouldBe(1_500);
        new StoredWatchJournal(next, "in").Contains(Entry("1499")).ShouldBeTrue();
    }

    [Fact]
    public async Task Files_are_finished_by_another_thread_and_those_that_came_meanwhile_together()
    {
        using var gate = new ManualResetEventSlim();
        var seen = new List<string>();
        var finishing = new FileFinishing(files =>
        {
            gate.Wait(TestContext.Current.CancellationToken);
            seen.Add(string.Join(' ', files.Select(static file => file.Entry.Path)));
        });
        finishing.Done.IsCompleted.ShouldBeTrue();
        finishing.Add(new WatchedFile(Entry("a")));
        var first = finishing.Done;
        first.IsCompleted.ShouldBeFalse();
        finishing.Add(new WatchedFile(Entry("b")));
        finishing.Add(new WatchedFile(Entry("c")));
        gate.Set();
        await finishing.Done.WaitAsync(TestContext.Current.CancellationToken);
        string.Join(' ', seen).ShouldBe("a b c");
        seen.Count.ShouldBeLessThan(3);
    }

    private static FileEntry Entry(string name) => new(name, IsDirectory: false, Length: 7, Modified: new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    private FlowStore Open() => new(new EngineServices { States = new SqliteStates(new PhysicalFileSystem(), TimeProvider.System) }, Path.Combine(_directory, "state"), new StoredFormats());
}
