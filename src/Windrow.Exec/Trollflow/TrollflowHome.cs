using System.Text.Json;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Exec.Programs;
using Windrow.Exec.Scratches;

namespace Windrow.Exec.Trollflow;

/// <summary>What the process of an item needs on disk: the code that runs components, and what it is told of the item.</summary>
internal sealed class TrollflowHome : IDisposable
{
    private const string Script = "trollflow_worker.py";
    private const string ItemFile = "item.json";
    private const long Largest = 1L << 40;

    private readonly ScratchRoots _scratches;
    private readonly string _directory;
    private readonly Scratch _scratch;
    private readonly TrollflowLocks _locks;
    private readonly string _lockDirectory;

    public TrollflowHome(TrollflowOptions options, PlugInContext context, ScratchRoots scratches, FlowShared shared, bool isSource)
    {
        _scratches = scratches;
        _directory = ScratchDirectory.Of(new ExecOptions(), context);
        var root = scratches.Take(_directory, context.Services.Time.GetUtcNow());
        _scratch = root.Take();
        _locks = shared.Get<TrollflowLocks>();
        _lockDirectory = _locks.Take(root);
        foreach (var name in (string[])[PythonHelper.FileName, Script])
            Write(name, PythonHelper.Read(name));
        Write(ItemFile, Describe(options, context, isSource));
        Worker = ExecOptionsOf(options);
    }

    /// <summary>How the process is started.</summary>
    public ExecOptions Worker { get; }

    public void Dispose()
    {
        _scratch.Dispose();
        _locks.Return();
        _scratches.Return(_directory);
    }

    private void Write(string name, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(_scratch[name], FileMode.CreateNew, FileAccess.Write);
        file.Write(content);
    }

    private byte[] Describe(TrollflowOptions options, PlugInContext context, bool isSource)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("name", options.Components[^1].Class);
            json.WriteBoolean("is_daemon", options.IsDaemon);
            json.WriteBoolean("source", isSource);
            json.WriteBoolean("last", options.Last);
            json.WriteBoolean("slots", options.Slots);
            json.WriteBoolean("collect", options.CollectGarbage);
            WriteLock(json, "lock", options.Lock);
            WriteLock(json, "previous", options.PreviousLock);
            json.WritePropertyName("global");
            NodeJson.Write(options.GlobalConfig ?? ScalarNode.Null, json);
            json.WriteStartArray("paths");
            json.WriteStringValue(context.Directory);
            json.WriteEndArray();
            json.WriteStartArray("components");
            foreach (var component in options.Components)
            {
                json.WriteStartArray();
                json.WriteStringValue(component.Class);
                NodeJson.Write((ConfigNode?)component.Options ?? ScalarNode.Null, json);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private void WriteLock(Utf8JsonWriter json, string key, string name)
    {
        if (name.Length > 0)
            json.WriteString(key, Path.Combine(_lockDirectory, Uri.EscapeDataString(name)));
    }

    private ExecOptions ExecOptionsOf(TrollflowOptions options)
    {
        string[] command = [.. options.Python, _scratch[Script], _scratch[ItemFile]];
        return new ExecOptions
        {
            Command = command,
            Worker = true,
            Workers = 1,
            Timeout = options.Timeout,
            Memory = options.Memory,
            RecycleAbove = options.RecycleAbove,
            MaximumOutput = Largest,
            Environment = options.Environment,

            // A path with a brace in it is meant as it is.
            Pattern = new CommandPattern([.. command.Select(static argument => argument.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal))]),
        };
    }
}
