using Windrow.Core.Errors;
using Windrow.Core.Sources;

namespace Windrow.Fields.Grib;

/// <summary>Reports what could not be read of an input: the first cases one by one, the rest as a number.</summary>
internal sealed class GribRejects(ContentInput input, SourceContext context, int atMost)
{
    private long _more;
    private long _lastOffset;

    /// <summary>How many reports there are.</summary>
    public long Reported { get; private set; }

    public void Add(long offset, string reason)
    {
        if (Reported < atMost)
            Report(offset, $"at byte {offset}: {reason}");
        else
            (_more, _lastOffset) = (_more + 1, offset);
    }

    /// <summary>The input has come to its end.</summary>
    public void Close()
    {
        if (_more > 0)
            Report(_lastOffset, $"and {_more} more damaged messages up to byte {_lastOffset}");
        _more = 0;
    }

    private void Report(long offset, string reason)
    {
        Reported++;
        context.Reject(
            input.At(context.Name, offset),
            Failure.Permanent(reason, "the message is damaged or cut off; take it from its origin again"),
            input.Receipt);
    }
}
