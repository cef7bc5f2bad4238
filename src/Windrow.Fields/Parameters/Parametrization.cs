using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Values;

namespace Windrow.Fields.Parameters;

/// <summary>
/// The constants of a model run, such as <c>misc-globalSize</c> and <c>misc-pv</c>: one object per flow (<c>FlowShared</c>). Each is
/// written once; sources and the model interface add to every message what it lacks. Safe for several threads.
/// </summary>
public sealed class Parametrization
{
    private const int MaximumKeys = 4096;
    private const int MaximumShapes = 1024;

    // What says where a message goes or came from is no constant of the run.
    private static readonly string[] OfTheMessage = ["payloadKey", "payloadElementType", "toAllServers", "category", SourcePeer.Name];

    private readonly Lock _lock = new();
    private readonly MetadataSlot _payloadKey = new("payloadKey");
    private readonly MetadataSlot _elementType = new("payloadElementType");
    private volatile State _state = new(Metadata.Empty);

    /// <summary>Everything that is known.</summary>
    public Metadata Constants => _state.Constants;

    /// <summary>
    /// Takes the constants of a message: its metadata, and with <c>payloadKey</c> and <c>payloadElementType</c> (byte, int32, int64, real32,
    /// real64) the array that is its payload. int32 becomes int64. The same value again is fine.
    /// </summary>
    /// <returns>Null, or why nothing was taken.</returns>
    public Failure? Take(Message message)
    {
        var metadata = message.Metadata;
        var added = metadata.Change();
        foreach (var name in OfTheMessage)
            added.Remove(name);
        if (_payloadKey.TryGet(metadata, out var value))
        {
            if (!value.TryGetString(out var key) || key.Length == 0 || !_elementType.TryGet(metadata, out var type))
                return Failure.Permanent("a parametrization with 'payloadKey' needs that and 'payloadElementType' as text", "'payloadElementType' is byte, int32, int64, real32 or real64");
            if (message.Payload is not BytesPayload payload || Read(payload.Memory.Span, type.ToString()) is not { } array)
                return Failure.Permanent($"the array '{key}' of {message.Payload.Bytes} bytes is none of the type '{type}'", "'payloadElementType' is byte, int32, int64, real32 or real64, and the payload whole elements of it");
            added.Set(key, array);
        }

        return Add(added.Build());
    }

    /// <summary>The metadata with the constants that they lack; the same object when they lack none.</summary>
    public Metadata Complete(Metadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var state = _state;
        if (state.Constants.Count == 0)
            return metadata;
        var lacking = state.LackedBy(metadata.Shape);
        if (lacking.Length == 0)
            return metadata;
        var builder = metadata.Change();
        foreach (var (key, value) in lacking)
            builder.Set(key, value);
        return builder.Build();
    }

    private Failure? Add(Metadata added)
    {
        lock (_lock)
        {
            var (before, builder) = (_state.Constants, _state.Constants.Change());
            foreach (var (key, value) in added)
            {
                if (!before.TryGet(key, out var known))
                    builder.Set(key, value);
                else if (!known.Equals(value))
                    return Failure.Permanent($"the constant '{key}' of the run is {Short(known)} and cannot become {Short(value)}", "what changes during a run belongs to the messages' own metadata");
            }

            var constants = builder.Build();
            if (constants.Count > MaximumKeys)
                return Failure.Permanent($"{constants.Count} constants of a run are too many", $"there are at most {MaximumKeys}");
            if (constants.Count > before.Count)
                _state = new State(constants);
            return null;
        }
    }

    private static MetadataValue? Read(ReadOnlySpan<byte> bytes, string type) => type switch
    {
        "byte" => MetadataValue.Of(bytes.ToArray()),
        "int32" => List<int>(bytes, static element => (long)element),
        "int64" => List<long>(bytes, static element => element),
        "real32" => List<float>(bytes, static element => element),
        "real64" => List<double>(bytes, static element => element),
        _ => null,
    };

    private static MetadataValue? List<T>(ReadOnlySpan<byte> bytes, Func<T, MetadataValue> value)
        where T : unmanaged
    {
        var elements = MemoryMarshal.Cast<byte, T>(bytes);
        if (elements.Length * Unsafe.SizeOf<T>() != bytes.Length)
            return null;
        var items = new MetadataValue[elements.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = value(elements[i]);
        return MetadataValue.Of(new MetadataList(items));
    }

    private static string Short(MetadataValue value)
    {
        var text = value.ToString();
        return text.Length <= 60 ? text : $"{text.AsSpan(0, 60)}…";
    }

    /// <summary>The constants at one time, and what messages of a shape lack of them.</summary>
    private sealed class State(Metadata constants)
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<MetadataShape, KeyValuePair<MetadataKey, MetadataValue>[]> _lacked = new();

        public Metadata Constants => constants;

        public KeyValuePair<MetadataKey, MetadataValue>[] LackedBy(MetadataShape shape)
        {
            if (_lacked.TryGetValue(shape, out var lacked))
                return lacked;
            lacked = [.. constants.Where(entry => shape.IndexOf(entry.Key) < 0)];
            if (_lacked.Count < MaximumShapes)
                _lacked.TryAdd(shape, lacked);
            return lacked;
        }
    }
}
