using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Drafts;
using Windrow.Fields.Grib;
using Windrow.Fields.Grib.Grids;
using Windrow.Fields.Grids;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>Bases of messages whose grid is replaced by one that has a name: templates, samples and headers on another grid than their own.</summary>
internal sealed class BaseOnGrid
{
    private readonly ConcurrentDictionary<(string Base, MessageId Grid), Moved> _kept = [];

    /// <summary>Begins a draft on a template, which stays the same for the action's life.</summary>
    public void Begin(EncodeDraft draft, ReadOnlyMemory<byte> template, RowGrid grid)
    {
        if (!_kept.TryGetValue(("", grid.Identity), out var moved))
            moved = _kept.GetOrAdd(("", grid.Identity), Move(template, grid));
        Begin(draft, "", moved);
    }

    /// <summary>Begins a draft on a sample of ecCodes.</summary>
    public void Begin(EncodeDraft draft, string sample, RowGrid grid)
    {
        if (!_kept.TryGetValue((sample, grid.Identity), out var moved))
        {
            using var handle = GribHandle.FromSample(sample);
            moved = _kept.GetOrAdd((sample, grid.Identity), Move(handle.Message.ToArray(), grid));
        }

        // The name is in the identity of encoders, so it has to tell the grid as well.
        Begin(draft, $"{sample} {grid.Identity}", moved);
    }

    /// <summary>Begins a draft on the header of the field at hand.</summary>
    public static void Begin(EncodeDraft draft, GribTail tail, RowGrid grid)
    {
        var moved = Move(tail.Header, grid);
        draft.BeginOn(DraftBase.Header, moved.Octets, moved.Sections);
        (draft.PackingType, draft.BitsPerValue) = (tail.PackingType, tail.BitsPerValue);
    }

    private static void Begin(EncodeDraft draft, string name, Moved moved)
    {
        draft.BeginOn(DraftBase.Template, moved.Octets, moved.Sections, name);
        (draft.PackingType, draft.BitsPerValue) = (moved.Packing, moved.Bits);
    }

    /// <exception cref="FailureException">GRIB or ecCodes has no such grid, or the base no grid points.</exception>
    private static Moved Move(ReadOnlyMemory<byte> message, RowGrid grid)
    {
        using var handle = GribHandle.Wrap(message);
        if (handle.TryGetString("gridType", out var type) == EcCodesStatus.Success && type == "sh")
            throw new FailureException(Failure.Permanent($"the base of the message is in spherical harmonics and cannot be put on the grid {grid}", "give a 'template' or 'sample' with a grid"));
        var header = GribHeader.Of(message.Span, SectionsOf(message.Span));
        var octets = GribGridSplice.Replace(header, SectionsOf(header), GribGridSection.Of(grid, header[7]), grid.Points);
        return new Moved(
            octets, SectionsOf(octets),
            handle.TryGetString("packingType", out var packing) == EcCodesStatus.Success ? packing : null,
            handle.TryGetLong("bitsPerValue", out var bits) == EcCodesStatus.Success && bits > 0 ? bits : null);
    }

    private static GribSections SectionsOf(ReadOnlySpan<byte> message) =>
        GribSections.TryParse(message, out var sections, out var defect) ? sections : throw new InvalidOperationException($"A checked message has no sections: {defect}.");

    private sealed record Moved(byte[] Octets, GribSections Sections, string? Packing, long? Bits);
}
