using Windrow.Testing.Faults;
using Windrow.Testing.IO;

namespace Windrow.Core.Tests.IO;

/// <summary>That what other tests lean on fails as disks do.</summary>
public sealed class FaultyFileSystemTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-faults-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Power_cut_takes_back_content_that_was_not_synced()
    {
        var files = new FaultyFileSystem(PowerCutAt(out var plan, 6));
        using var file = files.OpenWrite(At("a"));
        file.Write("first "u8);
        file.Sync();
        files.SyncDirectory(_directory);
        file.Write("second"u8);
        Should.Throw<IOException>(() => files.Find(At("a"))).Message.ShouldContain("PowerCut at operation 6: Inspect a");
        File.ReadAllText(At("a")).ShouldBe("first ");
        plan.IsDown.ShouldBeTrue();
        Should.Throw<IOException>(() => file.Write("third"u8));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rename_survives_a_power_cut_only_when_its_directory_was_synced(bool isSynced)
    {
        File.WriteAllText(At("final"), "old");
        var files = new FaultyFileSystem(PowerCutAt(out _, isSynced ? 6 : 5));
        using (var file = files.OpenWrite(At("temporary")))
        {
            file.Write("new"u8);
            file.Sync();
        }

        files.Move(At("temporary"), At("final"));
        if (isSynced)
            files.SyncDirectory(_directory);
        Should.Throw<IOException>(() => files.List(_directory));
        File.ReadAllText(At("final")).ShouldBe(isSynced ? "new" : "old");
        File.Exists(At("temporary")).ShouldBeFalse();
    }

    [Fact]
    public void Rename_that_is_durable_does_not_make_content_durable()
    {
        var files = new FaultyFileSystem(PowerCutAt(out _, 5));
        using (var file = files.OpenWrite(At("temporary")))
            file.Write("new"u8);
        files.Move(At("temporary"), At("final"));
        files.SyncDirectory(_directory);
        Should.Throw<IOException>(() => files.List(_directory));
        File.ReadAllText(At("final")).ShouldBe("");
    }

    [Fact]
    public void Deleted_emptied_and_truncated_files_come_back()
    {
        foreach (var name in new[] { "deleted", "emptied", "truncated" })
            File.WriteAllText(At(name), name);
        var files = new FaultyFileSystem(PowerCutAt(out _, 7));
        files.Delete(At("deleted"));
        files.OpenWrite(At("deleted")).Dispose();
        files.OpenWrite(At("emptied")).Dispose();
        using (var file = files.OpenWrite(At("truncated"), append: true))
        {
            file.Truncate(2);
            file.Write("xyz"u8);
            file.Length.ShouldBe(5);
        }

        Should.Throw<IOException>(() => files.List(_directory));
        foreach (var name in new[] { "deleted", "emptied", "truncated" })
            File.ReadAllText(At(name)).ShouldBe(name);
    }

    [Fact]
    public void Short_write_leaves_half_and_says_so()
    {
        var files = new FaultyFileSystem(new FaultPlan(1, FaultManner.ShortWrite));
        using var file = files.OpenWrite(At("a"));
        Should.Throw<IOException>(() => file.Write("12345678"u8)).HResult.ShouldBe(5);
        file.Length.ShouldBe(4);
        file.Truncate(0);
        file.Write("1234"u8);
        File.ReadAllText(At("a")).ShouldBe("1234");
    }

    [Fact]
    public void Full_disk_fails_writes_until_there_is_space()
    {
        var files = new FaultyFileSystem(new FaultPlan(1, FaultManner.DiskFull) { Times = 2 });
        using var file = files.OpenWrite(At("a"));
        for (var i = 0; i < 2; i++)
            Should.Throw<IOException>(() => file.Write("1234"u8)).HResult.ShouldBe(28);
        file.Write("1234"u8);
        File.ReadAllText(At("a")).ShouldBe("1234");
    }

    [Fact]
    public void Torn_write_is_reported_as_done()
    {
        var files = new FaultyFileSystem(new FaultPlan(1, FaultManner.TornWrite));
        using var file = files.OpenWrite(At("a"));
        file.Write("1234"u8);
        Should.Throw<IOException>(file.Sync);
        File.ReadAllText(At("a")).ShouldBe("12");
    }

    [Fact]
    public void Lost_truncation_and_delete_are_reported_as_done()
    {
        File.WriteAllText(At("a"), "1234");
        var files = new FaultyFileSystem(new FaultPlan(1, FaultManner.LostOperation) { Times = 2 });
        using (var file = files.OpenWrite(At("a"), append: true))
            file.Truncate(0);
        files.Delete(At("a"));
        File.ReadAllText(At("a")).ShouldBe("1234");
    }

    [Fact]
    public void Sync_and_reads_can_fail_alone()
    {
        File.WriteAllText(At("a"), "1234");
        var files = new FaultyFileSystem(new FaultPlan(2, FaultManner.IoError));
        using (var stream = files.OpenRead(At("a")))
        {
            Should.Throw<IOException>(() => stream.ReadByte());
            stream.ReadByte().ShouldBe('1');
        }

        files = new FaultyFileSystem(new FaultPlan(2, FaultManner.IoError));
        using var file = files.OpenWrite(At("b"));
        Should.Throw<IOException>(file.Sync);
        file.Sync();
    }

    private string At(string name) => Path.Combine(_directory, name);

    private static FaultPlan PowerCutAt(out FaultPlan plan, long operation) => plan = new FaultPlan(operation, FaultManner.PowerCut);
}
