using Windrow.Core.Binary;

namespace Windrow.Core.Products;

/// <summary>A try that failed before a message was worked on after all.</summary>
/// <param name="At">UTC.</param>
/// <param name="Action">Plan and action, such as <c>daily/3:file</c>.</param>
/// <param name="Reason">What was wrong.</param>
/// <param name="Before">The one before it, of the same message or of what it was made of.</param>
public sealed record FailedTry(DateTimeOffset At, string Action, string Reason, FailedTry? Before)
{
    // Those that are kept; a product tells the number of all tries.
    private const int Most = 32;

    /// <summary>Tries in the order of time, the last ones where there were many.</summary>
    public static IReadOnlyList<FailedTry> InOrder(FailedTry? last)
    {
        var tries = new List<FailedTry>();
        for (var each = last; each is not null && tries.Count < Most; each = each.Before)
            tries.Insert(0, each);
        return tries;
    }

    public static void Write(ByteWriter writer, IReadOnlyList<FailedTry> tries)
    {
        writer.Count(tries.Count);
        foreach (var each in tries)
        {
            writer.Int64(each.At.UtcTicks);
            writer.Text(each.Action);
            writer.Text(each.Reason);
        }
    }

    /// <exception cref="CorruptDataException">The bytes are no tries.</exception>
    public static IReadOnlyList<FailedTry> Read(ref ByteReader reader)
    {
        var count = reader.Items();
        FailedTry? last = null;
        for (var i = 0; i < count; i++)
        {
            var ticks = reader.Int64();
            if (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks)
                throw new CorruptDataException("a time that is none");
            last = new FailedTry(new DateTimeOffset(ticks, TimeSpan.Zero), reader.Text(), reader.Text(), last);
        }

        return InOrder(last);
    }
}
