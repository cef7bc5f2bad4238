using System.Globalization;
using System.Text.Json;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Testing.Postgres;

namespace Windrow.EndToEnd.Tests.States;

/// <summary>
/// Events of data sets of whole days, as a sensor pipeline has them, brought to several processes that have one database; what left is read from the
/// files that each of them writes.
/// </summary>
internal sealed class SharedCollectionScene : IDisposable
{
    private readonly Dictionary<string, int> _files = [];
    private readonly PostgresServer _server;
    private readonly string _database;

    public SharedCollectionScene(PostgresServer server, string[] instances, string options)
    {
        (_server, Instances) = (server, instances);
        _database = server.CreateDatabase();
        Scratch.Write("flow.yaml", $$"""
            flow: mosaics
            settings: {state: "{{server.Address(_database)}}"}
            sources: [{type: watch, path: "in-${WINDROW_INSTANCE}", pattern: "{name}.jsonl", read: lines, quiet: 0s}]
            plans:
              - name: mosaics
                actions:
                  - {type: collect, key: [sensor, day], member: [dataset], {{options}}}
                  - {type: publish, path: "triggers-${WINDROW_INSTANCE}.jsonl"}
            """);
        foreach (var instance in instances)
            Directory.CreateDirectory(Scratch[$"in-{instance}"]);
    }

    public string[] Instances { get; }

    public Scratch Scratch { get; } = new();

    public static string Event(int day, int dataset) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"sensor": "stereoTop", "day": "2018-06-{{day:00}}", "dataset": "stereoTop - 2018-06-{{day:00}}__{{dataset:0000}}"}""");

    /// <summary>What a server tells of a dataset's metadata: which dataset, and nothing of sensor and day.</summary>
    public static string Told(int day, int dataset) =>
        string.Create(CultureInfo.InvariantCulture, $$$"""{"event": "metadata.added.dataset", "dataset": "stereoTop - 2018-06-{{{day:00}}}__{{{dataset:0000}}}", "metadata": {"Height": 1.5}}""");

    /// <summary>Gives an instance events, in a file that appears whole.</summary>
    public void Bring(string instance, IEnumerable<string> events)
    {
        var number = _files[instance] = _files.GetValueOrDefault(instance) + 1;
        var name = string.Create(CultureInfo.InvariantCulture, $"{number:000}.jsonl");
        Scratch.Write($".{instance}", string.Concat(events.Select(static text => text + "\n")));
        File.Move(Scratch[$".{instance}"], Scratch[$"in-{instance}/{name}"]);
    }

    public WindrowProcess Start(string instance, params string[] more) => WindrowProcess.Start(Scratch.Path, ["run", "flow.yaml", "--instance", instance, .. more]);

    /// <summary>All that left, by whichever process, whole lines only.</summary>
    public List<Trigger> Triggers() => [.. Instances.SelectMany(instance => Scratch.Lines($"triggers-{instance}.jsonl").Select(Read).OfType<Trigger>())];

    public string Execute(string sql) => _server.Execute(_database, sql);

    /// <summary>The same, of tables that may not be there yet.</summary>
    public string Query(string sql) => Execute("SELECT count(*) FROM pg_tables WHERE tablename = 'collected_set'") == "0" ? "" : Execute(sql);

    /// <summary>Whether a process has the state of its instance.</summary>
    public bool Has(WindrowProcess process) => Query("SELECT coalesce(string_agg(process::text, ' '), '') FROM windrow_mosaics.lease").Split(' ').Contains(process.Process.Id.ToString(CultureInfo.InvariantCulture));

    public void Dispose() => Scratch.Dispose();

    private static Trigger? Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var (root, metadata) = (document.RootElement, document.RootElement.GetProperty("metadata"));
            return new Trigger(
                root.GetProperty("id").GetString()!, metadata.GetProperty("day").GetString()!, metadata.GetProperty("count").GetInt32(), metadata.GetProperty("revision").GetInt32(),
                metadata.GetProperty("complete").GetBoolean(), metadata.GetProperty("members").GetArrayLength());
        }
        catch (JsonException)
        {
            // The last line may be in the midst of being written.
            return null;
        }
    }

    internal sealed record Trigger(string Id, string Day, int Count, int Revision, bool IsComplete, int Members);
}
