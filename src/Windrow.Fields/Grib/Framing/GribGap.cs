using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Framing;

/// <summary>Keeps the account of what lies between messages, and bounds how much is said about it.</summary>
internal sealed class GribGap(GribReadOptions options, Action<GribDefect>? onDefect)
{
    private int _described;
    private long _suppressed;
    private long _lastOffset;

    public long JunkBytes { get; private set; }

    public long Defects { get; private set; }

    public void Add(long offset, string reason)
    {
        Defects++;
        _lastOffset = offset;
        if (_described < options.DefectsPerGap)
        {
            _described++;
            onDefect?.Invoke(new GribDefect(offset, reason));
        }
        else
        {
            _suppressed++;
        }
    }

    public void AddTruncated(long offset, int needed, long there) => Add(offset, needed <= 21
        ? $"the input ends after {there} octets of a message's header"
        : $"the message needs {needed} octets and the input ends after {there}");

    /// <summary>A message or the end of the input follows.</summary>
    public void Close(long junk)
    {
        JunkBytes += junk;
        if (_suppressed > 0)
            onDefect?.Invoke(new GribDefect(_lastOffset, $"{_suppressed} more false starts of messages up to here"));
        _suppressed = 0;
        _described = 0;
    }
}
