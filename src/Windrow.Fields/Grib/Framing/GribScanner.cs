using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Framing;

/// <summary>
/// Finds the GRIB messages in memory, whatever lies between them (containers such as arkimet's, padding, damage).
/// After a marker that is no message the search goes on at the next octet. Use: <c>while (scanner.TryNext(out frame))</c>.
/// </summary>
public ref struct GribScanner
{
    private readonly ReadOnlySpan<byte> _octets;
    private readonly GribReadOptions _options;
    private readonly GribGap _gap;
    private int _position;

    /// <param name="octets">The whole input.</param>
    /// <param name="onDefect">Told of everything that begins like a message and is not a whole one.</param>
    /// <param name="options">Limits; the default ones when null.</param>
    public GribScanner(ReadOnlySpan<byte> octets, Action<GribDefect>? onDefect = null, GribReadOptions? options = null)
    {
        _octets = octets;
        _options = options ?? GribReadOptions.Default;
        _gap = new GribGap(_options, onDefect);
    }

    /// <summary>Octets that belong to no message, so far.</summary>
    public readonly long JunkBytes => _gap.JunkBytes;

    /// <summary>Defects so far, those included that were only counted.</summary>
    public readonly long Defects => _gap.Defects;

    public bool TryNext(out GribFrame frame)
    {
        var from = _position;
        while (_octets[_position..].IndexOf(GribFraming.Marker) is var found && found >= 0)
        {
            var start = _position + found;
            var candidate = GribFraming.Examine(_octets[start..], _options.MaxMessageLength, out var length, out var reason);
            if (candidate == GribCandidate.Message)
            {
                _gap.Close(start - from);
                _position = start + length;
                frame = new GribFrame(start, length, _octets[start + 7]);
                return true;
            }

            if (candidate == GribCandidate.Open)
                _gap.AddTruncated(start, length, _octets.Length - start);
            else if (candidate == GribCandidate.Defect)
                _gap.Add(start, reason);
            _position = start + 1;
        }

        _position = _octets.Length;
        _gap.Close(_position - from);
        frame = default;
        return false;
    }
}
