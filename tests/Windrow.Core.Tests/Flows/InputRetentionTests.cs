using Microsoft.Extensions.Logging.Abstractions;
using Windrow.Core.Binary;
using Windrow.Core.Flows;
using Windrow.Core.IO;
using Windrow.Core.Sources;
using Windrow.Core.State;
using Windrow.Storage;

namespace Windrow.Core.Tests.Flows;

/// <summary>Files that were moved are deleted when they are old, and only if they are what was moved.</summary>
public sealed class InputRetentionTests : IDisposable
{
    private static readonly DateTimeOffset Limit = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-inputs-").FullName;
    private readonly List<(string Key, byte[] Note)> _notes = [];
    private readonly FlowStore _store;
    private readonly InputRetention _retention;

    public InputRetentionTests()
    {
        _store = new FlowStore(new EngineServices { States = new SqliteStates(new PhysicalFileSystem(), TimeProvider.System) }, Path.Combine(_directory, "state"), new StoredFormats());
        _retention = new InputRetention(_store, new PhysicalFileSystem(), NullLogger.Instance);
    }

    private string Root => Path.Combine(_directory, "done");

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Old_input_goes_and_a_young_one_stays_with_its_note()
    {
        var (old, young) = (Moved("sub/old", Limit.AddTicks(-1)), Moved("young", Limit));
        Remove();
        File.Exists(old).ShouldBeFalse();
        File.Exists(young).ShouldBeTrue();
        _retention.Removed.ShouldBe(1);
        Notes().ShouldBe([young]);
    }

    [Fact]
    public void Thousands_go_in_one_pass()
    {
        for (var number = 0; number < 2_100; number++)
            Moved($"{number}", Limit.AddDays(-1));
        Remove();
        Directory.GetFiles(Root).ShouldBeEmpty();
        _retention.Removed.ShouldBe(2_100);
        Notes().ShouldBeEmpty();
    }

    [Fact]
    public void What_was_changed_replaced_by_a_link_or_removed_is_left_and_forgotten()
    {
        var (changed, linked, gone) = (Moved("changed", Limit.AddDays(-1)), Moved("linked", Limit.AddDays(-1)), Moved("gone", Limit.AddDays(-1)));
        File.AppendAllText(changed, "more");
        var target = Path.Combine(_directory, "target");
        File.Move(linked, target);
        File.CreateSymbolicLink(linked, target);
        File.Delete(gone);
        Remove();
        File.Exists(changed).ShouldBeTrue();
        File.Exists(linked).ShouldBeTrue();
        File.Exists(target).ShouldBeTrue();
        _retention.Removed.ShouldBe(0);
        Notes().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("done/sub")]
    [InlineData("done")]
    public void Nothing_is_deleted_through_a_directory_that_became_a_link(string replaced)
    {
        Moved("sub/a", Limit.AddDays(-1));
        var (path, elsewhere) = (Path.Combine(_directory, replaced), Path.Combine(_directory, "elsewhere"));
        Directory.Move(path, elsewhere);
        Directory.CreateSymbolicLink(path, elsewhere);
        Remove();
        Directory.GetFiles(elsewhere, "a", SearchOption.AllDirectories).Length.ShouldBe(1);
        _retention.Removed.ShouldBe(0);
    }

    private string Moved(string name, DateTimeOffset at)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, name);
        var entry = new PhysicalFileSystem().Find(path)!;
        var note = new MovedInput(Root, path, entry.Length, entry.Modified);
        _notes.Add((MovedInput.KeyOf(at, path), note.ToBytes()));
        return path;
    }

    private void Remove()
    {
        var write = new AwaitedWrite(transaction =>
        {
            foreach (var (key, note) in _notes)
                transaction.PutItem(MovedInput.Scope, key, note);
        });
        _store.Submit(write);
        write.Wait();
        _retention.Remove(Limit);
    }

    // Writes are made in order, so what was submitted before is done.
    private List<string> Notes()
    {
        var write = new AwaitedWrite(static _ => { });
        _store.Submit(write);
        write.Wait();
        return [.. _store.Open().ReadItems(MovedInput.Scope).Select(static item => MovedInput.Read(item.Value).Path)];
    }
}
