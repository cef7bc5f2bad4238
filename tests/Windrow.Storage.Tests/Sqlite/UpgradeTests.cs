using System.Reflection;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.State;
using Windrow.Native.Sqlite;
using Windrow.Storage.Sqlite;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Sqlite;

/// <summary>
/// A store of every schema that was released is kept in <c>stored/</c>, and opens with this version. One of the newest is
/// written with <c>WINDROW_UPDATE=1</c> when there is none yet.
/// </summary>
public sealed class UpgradeTests : IDisposable
{
    private static readonly ProcessIdentity Alpha = new("alpha", 12);
    private readonly StateDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static IEnumerable<TheoryDataRow<long>> Versions => Enumerable.Range(1, (int)StateSchema.Newest).Select(static version => new TheoryDataRow<long>(version));

    [Theory]
    [MemberData(nameof(Versions))]
    public void Store_of_an_older_schema_is_upgraded_and_has_what_it_had(long version)
    {
        var stored = Stored(version);
        if (!File.Exists(stored) && version == StateSchema.Newest && Environment.GetEnvironmentVariable("WINDROW_UPDATE") == "1")
            WriteStored(stored);
        Directory.CreateDirectory(_directory.Path);
        File.Copy(stored, _directory.Database);
        using (var before = _directory.Connect())
            StateSchema.VersionOf(before).ShouldBe(version);
        using (var store = _directory.Open())
        {
            store.Queues().Select(static queue => (queue.Name, queue.Count)).ShouldBe([("plan/1:set", 2)]);
            var rows = store.ReadQueue(1, 0, 99);
            rows.Select(static row => (row.Sequence, row.Priority, row.Attempts)).ShouldBe([(2, 3, 0), (1, 0, 4)]);
            var message = new MessageBinary(new StoredFormats(), store.Payloads).Read(rows[1].Body);
            message.Metadata.ToString().ShouldBe(Flows.Message(1, Payload.None, ("param", "2t")).Metadata.ToString());
            ((BytesPayload)message.Payload).Span.ToArray().ShouldBe([1, 2, 3]);
            store.ReadItem("fold/daily", "ids").ShouldBe([7]);
            var letter = store.ReadDeadLetters(0, 99).ShouldHaveSingleItem();
            letter.Letter.Failure.ShouldBe(Failure.Permanent("broken", "mend it"));
            letter.Configuration.ShouldBe("hash");
            if (version >= 3)
            {
                store.ReadRuns(long.MaxValue, 9).ShouldBe([new FlowRun(1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, RunEnd.Stopped, "hash", "0.1.0", Alpha)]);
                store.FindLease("flow").ShouldBe(new Lease("flow", Alpha, 5, DateTimeOffset.UnixEpoch, DateTimeOffset.MinValue));
                store.ReadProducts("/out", 9).ShouldHaveSingleItem().Run.ShouldBe(1);
            }

            if (version >= 4)
                store.ReadProducts("/out", 9)[0].Tries.Select(static each => $"{each.At:HH:mm:ss} {each.Action} {each.Reason}").ShouldBe(["00:00:00 plan/1:set busy", "00:00:01 plan/2:file full"]);
        }

        if (version >= 5)
        {
            using var store = _directory.Open();
            store.ReadProducts("/set", 9).ShouldHaveSingleItem().Part.ShouldBe("t[1]");
        }

        using var after = _directory.Connect();
        StateSchema.VersionOf(after).ShouldBe(StateSchema.Newest);
        after.ShouldBeSound();
    }

    [Fact]
    public void Store_of_a_later_schema_is_refused_and_left_as_it_is()
    {
        _directory.Open().Dispose();
        using (var database = _directory.Connect())
            database.Execute("PRAGMA user_version = 99"u8);
        var failure = Should.Throw<StateException>(() => _directory.Open());
        failure.Trouble.ShouldBe(StateTrouble.Unusable);
        failure.Message.ShouldContain($"has schema 99, this program knows up to {StateSchema.Newest}");
        failure.Message.ShouldContain("use the version of Windrow that wrote it");
        using var after = _directory.Connect();
        StateSchema.VersionOf(after).ShouldBe(99);
    }

    private static string Stored(long version)
    {
        var directory = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        while (!File.Exists(Path.Combine(directory.FullName, "windrow.slnx")))
            directory = directory.Parent ?? throw new InvalidOperationException("These tests are run from a checkout.");
        return Path.Combine(directory.FullName, $"tests/Windrow.Storage.Tests/stored/schema-{version}.db");
    }

    private static void WriteStored(string path)
    {
        using var directory = new StateDirectory();
        using (var store = directory.Open())
        {
            var messages = new MessageBinary(new StoredFormats(), store.Payloads);
            var queue = store.Queue("plan/1:set");
            new Write(transaction =>
            {
                Enqueue(transaction, messages, queue, 1, 0);
                Enqueue(transaction, messages, queue, 2, 3);
                transaction.Postpone(queue, 1, 4, DateTimeOffset.UnixEpoch);
                transaction.PutItem("fold/daily", "ids", [7]);
                var letter = new DeadLetter(new MessageId(1, 2), MessageKind.Event, new Origin("in", "a.jsonl", 3), Metadata.From(("level", 2L)), "plan", "1:set", Failure.Permanent("broken", "mend it"), 1, DateTimeOffset.UnixEpoch);
                transaction.PutDeadLetter(letter, "hash", [], null);
                transaction.EndRun(transaction.AddRun(new FlowRun(0, DateTimeOffset.UnixEpoch, null, null, "hash", "0.1.0", Alpha)), RunEnd.Stopped, DateTimeOffset.UnixEpoch);
                transaction.PutLease(new Lease("flow", Alpha, 5, DateTimeOffset.UnixEpoch, DateTimeOffset.MinValue));
                transaction.AddProduct(new Product("/out", new MessageId(1, 2), 0, 1, "plan", "2:file", "hash", "flow.yaml:1:1", "0.1.0", 1, DateTimeOffset.UnixEpoch, new Lineage())
                {
                    Run = 1,
                    Tries = FailedTry.InOrder(new FailedTry(DateTimeOffset.UnixEpoch.AddSeconds(1), "plan/2:file", "full", new FailedTry(DateTimeOffset.UnixEpoch, "plan/1:set", "busy", null))),
                });
                transaction.AddProduct(new Product("/set", new MessageId(1, 3), 0, 1, "plan", "3:zarr", "hash", "flow.yaml:1:1", "0.1.0", 1, DateTimeOffset.UnixEpoch, new Lineage()) { Part = "t[1]" });
            }).To(store).ShouldBeNull();
        }

        using var source = SqliteDatabase.Open(directory.Database);
        source.Execute("PRAGMA journal_mode = DELETE"u8);
        new PhysicalFileSystem().CreateDirectory(Path.GetDirectoryName(path)!);
        source.Execute($"VACUUM INTO '{path}'");
    }

    private static void Enqueue(IStateTransaction transaction, MessageBinary messages, int queue, int number, int priority)
    {
        var body = new ByteWriter();
        var message = Flows.Message(number, BytesPayload.Copy([1, 2, 3]), ("param", "2t"));
        messages.Write(body, message);
        transaction.Enqueue(queue, message.Id, priority, number, DateTimeOffset.UnixEpoch, body.Written, 3, null);
    }
}
