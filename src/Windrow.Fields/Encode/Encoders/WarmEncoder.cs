using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Drafts;
using Windrow.Fields.Encode.Mapping;
using Windrow.Fields.Grib.Encoding;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Encode.Encoders;

/// <summary>An encoder with the settings of a draft, for all messages with the draft's identity. One thread at a time.</summary>
internal sealed class WarmEncoder : IDisposable
{
    private const long DefaultBits = 16;

    /// <summary>About what a handle weighs besides its message.</summary>
    private const int HandleWeight = 256 << 10;

    private readonly GribEncoder _encoder;
    private readonly int _points;
    private MovingValues _set;

    private WarmEncoder(GribEncoder encoder, MessageId identity)
    {
        _encoder = encoder;
        Identity = identity;
        _points = Points(encoder.Handle);
    }

    public MessageId Identity { get; }

    /// <summary>Bytes of native memory, roughly.</summary>
    public long Weight => HandleWeight + (2L * _encoder.Message.Length);

    public ReadOnlySpan<byte> Message => _encoder.Message;

    /// <summary>Makes an encoder.</summary>
    /// <param name="touching">
    /// A key from metadata that turned out to be one of the message and may change what the draft lets move: draft anew.
    /// </param>
    /// <exception cref="EcCodesException">Base, key or value is refused.</exception>
    public static WarmEncoder? Create(EncodeDraft draft, MessageId identity, out string? touching)
    {
        touching = null;
        var encoder = draft.Base == DraftBase.Sample ? GribEncoder.FromSample(draft.Sample) : GribEncoder.FromTemplate(draft.Octets.Span);
        try
        {
            foreach (var setting in draft.Settings)
            {
                var changed = setting.Apply(encoder.Handle);
                if (!changed || setting.Kind != SettingKind.Hint || draft.TouchesAll || OtherKeys.Harmless.Contains(setting.Key.Name))
                    continue;
                touching = setting.Key.Name;
                encoder.Dispose();
                return null;
            }

            SetPacking(draft, encoder);
            return new WarmEncoder(encoder, identity);
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }

    public void Set(in MovingValues moving)
    {
        moving.Apply(_encoder.Handle, _set);
        _set = moving;
    }

    public void SetValues(ReadOnlySpan<double> values, double? missing)
    {
        if (values.Length != _points)
        {
            throw new FailureException(Failure.Permanent(
                $"the field has {values.Length} values and the grid of the message {_points} points",
                "give a 'template' that has the field's grid, or set 'gridType' and the keys that describe it"));
        }

        if (missing is { } mark)
            _encoder.SetValues(values, mark);
        else
            _encoder.SetValues(values);
    }

    public void Dispose() => _encoder.Dispose();

    private static void SetPacking(EncodeDraft draft, GribEncoder encoder)
    {
        encoder.BitsPerValue = draft.BitsPerValue;
        if (draft.PackingType is { } packing)
        {
            // ecCodes reads more packings than it writes; what came in one of the others goes out in simple packing.
            var canWrite = packing is "grid_simple" or "grid_ccsds" or "grid_jpeg" or "grid_png" or "grid_ieee" or "grid_second_order"
                or "spectral_simple" or "spectral_complex";
            if (!canWrite && !draft.IsPackingForced)
                (packing, encoder.BitsPerValue) = ("grid_simple", Math.Max(draft.BitsPerValue ?? 0, DefaultBits));
            if (encoder.Handle.GetString("packingType") != packing)
                encoder.Set("packingType", packing);
        }

        encoder.BitsPerValue ??= encoder.Handle.TryGetLong("bitsPerValue", out var own) == EcCodesStatus.Success ? own : null;
        if (encoder.BitsPerValue == 0)
            encoder.BitsPerValue = DefaultBits;
        if (encoder.Handle.GetString("packingType") == "grid_ieee")
            encoder.BitsPerValue = null;
    }

    private static int Points(GribHandle handle)
    {
        if (handle.TryGetString("gridType", out var grid) == EcCodesStatus.Success && grid == "sh" && handle.TryGetLong("J", out var truncation) == EcCodesStatus.Success)
            return checked((int)((truncation + 1) * (truncation + 2)));
        return handle.TryGetLong("numberOfDataPoints", out var points) == EcCodesStatus.Success ? checked((int)points) : handle.GetSize("values");
    }
}
