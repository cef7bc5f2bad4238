using System.Runtime.InteropServices;
using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Series;

/// <summary>An open window: where it lies in time, and what is known of the samples in it.</summary>
internal sealed class WindowState(DateTime start, DateTime creation, DateTime end, bool isFromStart = true)
{
    private const ulong EarlierRun = 0x52756E;

    private readonly HashSet<MessageId> _ids = [];
    private readonly List<Origin> _origins = [];

    // A lazy tail of the metadata reads from an encoded payload, so that is kept as long as the metadata may be asked.
    private Payload _origin = Payload.None;

    public DateTime Start { get; } = start;

    /// <summary>Where the samples' coverage begins; behind <see cref="Start"/> when the series began in the middle of the window.</summary>
    public DateTime Creation { get; } = creation;

    public DateTime End { get; } = end;

    /// <summary>Whether the samples are known to cover the window from its beginning.</summary>
    public bool IsFromStart { get; } = isFromStart;

    public int Count => _ids.Count;

    /// <summary>The union of the ids of the samples: the identity of what is made of them.</summary>
    public MessageId Members { get; private set; }

    /// <summary>Where the samples came from, in their order.</summary>
    public Lineage Lineage => new([.. _origins]);

    /// <summary>The metadata of the last sample; to be read until <see cref="Release"/>.</summary>
    public Metadata Metadata { get; private set; } = Metadata.Empty;

    /// <summary>The last sample.</summary>
    public Sample Last { get; private set; }

    /// <summary>The time of the last but one; that of the beginning when there is only one.</summary>
    public DateTime LastButOne { get; private set; }

    /// <summary>The reference time of the samples; null when they differ in it, as analyses do.</summary>
    public DateTime? Epoch { get; private set; }

    public void Save(ByteWriter writer)
    {
        writer.Int64(Start.Ticks);
        writer.Int64(Creation.Ticks);
        writer.Int64(End.Ticks);
        writer.Flag(IsFromStart);
        writer.Values<MessageId>(_ids.ToArray());
        Lineage.Write(writer, CollectionsMarshal.AsSpan(_origins));
        writer.UInt64(Members.High);
        writer.UInt64(Members.Low);
        MetadataBinary.Write(writer, Metadata);
        Last.Save(writer);
        writer.Int64(LastButOne.Ticks);
        writer.Flag(Epoch is not null);
        writer.Int64(Epoch?.Ticks ?? 0);
    }

    public static WindowState Restore(ref ByteReader reader, StoredFormats formats)
    {
        var window = new WindowState(reader.Time(), reader.Time(), reader.Time(), reader.Flag());
        foreach (var id in MemoryMarshal.Cast<byte, MessageId>(reader.Block()))
            window._ids.Add(id);
        window._origins.AddRange(Lineage.Read(ref reader));
        window.Members = new MessageId(reader.UInt64(), reader.UInt64());
        window.Metadata = MetadataBinary.Read(ref reader, formats);
        window.Last = Sample.Restore(ref reader);
        window.LastButOne = reader.Time();
        var hasEpoch = reader.Flag();
        var epoch = reader.Time();
        window.Epoch = hasEpoch ? epoch : null;
        return window;
    }

    /// <summary>
    /// The same window in another run, with another client's points. The samples that it has come no second time, but others may
    /// have come from the same position in that run.
    /// </summary>
    public void GoesTo(string client)
    {
        var known = _ids.ToArray();
        _ids.Clear();
        foreach (var id in known)
            _ids.Add(id.With(EarlierRun));
        if (Metadata.Count == 0)
            return;
        Metadata = client.Length == 0 ? SourcePeer.Remove(Metadata) : Metadata.With(SourcePeer.Key, client);
    }

    /// <summary>Whether two shares of a field are at the same point of the same window.</summary>
    public bool Agrees(WindowState other) =>
        Start == other.Start && Creation == other.Creation && End == other.End && Count == other.Count && IsFromStart == other.IsFromStart && Last == other.Last;

    public bool Contains(MessageId id) => _ids.Contains(id);

    public void Add(Message message, in Sample sample, DateTime before)
    {
        Epoch = Count == 0 || Epoch == sample.Epoch ? sample.Epoch : null;
        LastButOne = before > Creation ? before : Creation;
        _ids.Add(message.Id);
        _origins.AddRange(message.Inputs);
        Members = Members.Union(message.Id);
        Release();
        Metadata = message.Metadata;
        Last = sample;
        if (Metadata.Tail is not null && message.Payload is not FieldPayload)
            _origin = message.Payload.Add();
    }

    /// <summary>Lets go of the last sample, after the products are emitted.</summary>
    public void Release()
    {
        Metadata = Metadata.Empty;
        _origin.Release();
        _origin = Payload.None;
    }
}
