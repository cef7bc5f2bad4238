using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Payloads;
using Windrow.Core.State;
using Windrow.Storage.Sqlite;
using Windrow.Storage.Tests.Testing;
using Windrow.Storage.Upkeep;

namespace Windrow.Storage.Tests.Upkeep;

public sealed class StateUpkeepTests : IDisposable
{
    private readonly PhysicalFileSystem _files = new();
    private readonly StateDirectory _directory = new();
    private readonly StateDirectory _backup = new();

    public void Dispose()
    {
        _directory.Dispose();
        _backup.Dispose();
    }

    [Fact]
    public void Sound_state_is_counted_and_left_as_it_is()
    {
        using (var store = _directory.Open())
        {
            Fill(store, 5);
            var inUse = StateVerifier.Verify(_files, _directory.Path);
            inUse.IsInUse.ShouldBeTrue();
            inUse.IsSound.ShouldBeTrue(string.Join('\n', inUse.Problems));
        }

        File.WriteAllText(Path.Combine(_directory.Payloads, "orphan"), "");
        var report = StateVerifier.Verify(_files, _directory.Path);
        report.IsSound.ShouldBeTrue(string.Join('\n', report.Problems));
        report.IsInUse.ShouldBeFalse();
        report.Schema.ShouldBe(StateSchema.Newest);
        report.Counts.ShouldBe([new("queue", 1), new("queued", 5), new("item", 1), new("dead_letter", 1), new("payload", 5)]);
        (report.Payloads, report.PayloadBytes, report.Orphans, report.PutAside).ShouldBe((5, (5 * 100_000) + 10, 1, 0));
        File.Exists(Path.Combine(_directory.Payloads, "orphan")).ShouldBeTrue("verifying changes nothing");
    }

    [Fact]
    public void Every_damage_is_told()
    {
        using (var store = _directory.Open())
            Fill(store, 5);
        var files = _directory.PayloadFiles();
        File.WriteAllBytes(Path.Combine(_directory.Payloads, files[0]), new byte[100_000]);
        File.Delete(Path.Combine(_directory.Payloads, files[1]));
        using (var database = _directory.Connect())
        {
            database.Execute("UPDATE queued SET body = CAST(substr(body, 1, 20) || x'FF' || substr(body, 22) AS BLOB) WHERE sequence = 2"u8);
            database.Execute("UPDATE dead_letter SET body = x'00'"u8);
        }

        var report = StateVerifier.Verify(_files, _directory.Path);
        report.IsSound.ShouldBeFalse();
        report.ProblemCount.ShouldBe(4);
        report.Problems.ShouldContain("message 2 of the queue does not have its checksum");
        report.Problems.ShouldContain("dead letter 1 does not have its checksum");
        report.Problems.ShouldContain(problem => problem.Contains(files[0]) && problem.Contains("does not hold what was stored"));
        report.Problems.ShouldContain(problem => problem.Contains(files[1]) && problem.Contains("cannot be read"));
    }

    [Fact]
    public void Damaged_database_is_told_by_a_glance_or_by_reading()
    {
        using (var store = _directory.Open())
            Fill(store, 50);
        StateVerifier.Glance(_files, _directory.Path).ShouldBeNull();

        // A page in the middle: only who reads all finds it.
        Overwrite(_directory.Database, 10 * 4096, 4096);
        try
        {
            StateVerifier.Verify(_files, _directory.Path).IsSound.ShouldBeFalse();
        }
        catch (StateException exception)
        {
            exception.Trouble.ShouldBe(StateTrouble.Corrupt);
        }

        Overwrite(_directory.Database, 0, 100);
        StateVerifier.Glance(_files, _directory.Path).ShouldNotBeNull().ShouldContain("no SQLite database");
        Should.Throw<StateException>(() => _directory.Open()).Message.ShouldContain("no SQLite database");

        static void Overwrite(string path, long at, int count)
        {
            using var file = new FileStream(path, FileMode.Open);
            file.Position = at;
            file.Write(Enumerable.Repeat((byte)0x5A, count).ToArray());
        }
    }

    [Fact]
    public async Task Backup_of_a_running_flow_is_of_one_moment_and_whole()
    {
        using var store = _directory.Open();
        var queue = store.Queue("q");
        var messages = new MessageBinary(new StoredFormats(), store.Payloads);
        using var stop = new CancellationTokenSource();
        var written = 0;

        // A queue that is never longer than three, with a payload for each message: files come and go all the time.
        var writing = Task.Run(
            () =>
            {
                for (var number = 1; !stop.IsCancellationRequested; number++)
                {
                    Enqueue(store, messages, queue, number, 70_000);
                    var done = number - 2;
                    new Write(transaction => transaction.Dequeue(queue, done)).To(store).ShouldBeNull();
                    Volatile.Write(ref written, number);
                }
            },
            TestContext.Current.CancellationToken);
        for (var round = 1; round <= 20; round++)
        {
            var target = Path.Combine(_backup.Path, $"{round}");
            var before = Volatile.Read(ref written);
            new StateBackup(_files).Create(_directory.Path, target, TestContext.Current.CancellationToken);
            var report = StateVerifier.Verify(_files, target);
            report.IsSound.ShouldBeTrue(string.Join('\n', report.Problems));
            report.Orphans.ShouldBe(0);
            using var copy = SqliteStateStore.Open(target, new SqliteStateOptions(_files, TimeProvider.System));
            var rows = copy.ReadQueue(queue, 0, 99);
            rows.Count.ShouldBeInRange(before < 3 ? 0 : 1, 4);
            if (before > 0)
                rows[^1].Sequence.ShouldBeGreaterThanOrEqualTo(before, "what was acknowledged before is in it");
            _ = SpinWait.SpinUntil(() => Volatile.Read(ref written) > before + 3, TimeSpan.FromSeconds(30));
        }

        await stop.CancelAsync();
        await writing;
        Should.Throw<StateException>(() => new StateBackup(_files).Create(_directory.Path, Path.Combine(_backup.Path, "1"))).Message.ShouldContain("already");
    }

    [Fact]
    public void State_that_has_lost_a_payload_is_not_backed_up()
    {
        using (var store = _directory.Open())
            Fill(store, 3);
        var lost = Directory.GetFiles(Path.Combine(_directory.Path, "payloads"))[1];
        File.Delete(lost);
        Should.Throw<StateException>(() => new StateBackup(_files).Create(_directory.Path, _backup.Path, TestContext.Current.CancellationToken))
            .Message.ShouldContain(Path.GetFileName(lost));
        StateVerifier.Exists(_files, _backup.Path).ShouldBeFalse();
    }

    [Fact]
    public void Restored_state_is_that_of_the_backup()
    {
        using (var store = _directory.Open())
            Fill(store, 5);
        new StateBackup(_files).Create(_directory.Path, _backup.Path, TestContext.Current.CancellationToken);
        using (var store = _directory.Open())
        {
            new Write(transaction => transaction.DropQueue(1)).To(store).ShouldBeNull();
            Should.Throw<StateException>(() => new StateBackup(_files).Restore(_backup.Path, _directory.Path, force: true)).Message.ShouldContain("in use by process");
        }

        Should.Throw<StateException>(() => new StateBackup(_files).Restore(_backup.Path, _directory.Path, force: false)).Message.ShouldContain("--force");
        new StateBackup(_files).Restore(_backup.Path, _directory.Path, force: true);
        using (var store = _directory.Open())
        {
            store.CountQueue(1).ShouldBe(5);
            store.CountDeadLetters().ShouldBe(1);
        }

        StateVerifier.Verify(_files, _directory.Path).IsSound.ShouldBeTrue();
        using var elsewhere = new StateDirectory();
        new StateBackup(_files).Restore(_backup.Path, elsewhere.Path, force: false);
        StateVerifier.Verify(_files, elsewhere.Path).ShouldSatisfyAllConditions(
            static report => report.IsSound.ShouldBeTrue(),
            static report => report.Payloads.ShouldBe(5),
            static report => report.Orphans.ShouldBe(0));
    }

    [Fact]
    public void Damaged_backup_is_not_restored()
    {
        using (var store = _directory.Open())
            Fill(store, 5);
        new StateBackup(_files).Create(_directory.Path, _backup.Path, TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(_backup.Payloads, _backup.PayloadFiles()[0]));
        Should.Throw<StateException>(() => new StateBackup(_files).Restore(_backup.Path, _directory.Path, force: true)).Message.ShouldContain("damaged");
        using var again = _directory.Open();
        again.CountQueue(1).ShouldBe(5);
    }

    private static void Fill(SqliteStateStore store, int count)
    {
        var messages = new MessageBinary(new StoredFormats(), store.Payloads);
        var queue = store.Queue("q");
        for (var number = 1; number <= count; number++)
            Enqueue(store, messages, queue, number, 100_000 + (number - 1));
        new Write(transaction => transaction.PutItem("s", "k", [1])).To(store).ShouldBeNull();
        var body = new ByteWriter();
        var message = Flows.Message(99, Payload.None);
        messages.Write(body, message);
        new Write(transaction => transaction.PutDeadLetter(
            new DeadLetter(message.Id, message.Kind, message.Origin, message.Metadata, "p", "1:set", Failure.Permanent("broken"), 1, default), "", body.Written, null)).To(store).ShouldBeNull();
    }

    private static void Enqueue(SqliteStateStore store, MessageBinary messages, int queue, int number, int length)
    {
        var content = new byte[length];
        BitConverter.TryWriteBytes(content, number);
        var body = new ByteWriter();
        var message = Flows.Message(number, BytesPayload.Copy(content));
        var payload = messages.Write(body, message);
        new Write(transaction => transaction.Enqueue(queue, message.Id, 0, null, default, body.Written, length, payload)).To(store).ShouldBeNull();
        store.Payloads.Release(payload!);
    }
}
