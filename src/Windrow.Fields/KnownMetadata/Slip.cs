namespace Windrow.Fields.KnownMetadata;

/// <summary>One slip of the pen: a letter too many, too few, or another one, or two neighbours swapped.</summary>
internal static class Slip
{
    public static bool IsOne(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (a.Length > b.Length)
            return IsOne(b, a);
        if (b.Length - a.Length > 1)
            return false;
        var start = a.CommonPrefixLength(b);
        var restA = a[start..];
        var restB = b[start..];
        if (restA.Length < restB.Length)
            return restA.SequenceEqual(restB[1..]);
        if (restA.IsEmpty)
            return false;
        return restA[1..].SequenceEqual(restB[1..])
            || (restA.Length > 1 && restA[0] == restB[1] && restA[1] == restB[0] && restA[2..].SequenceEqual(restB[2..]));
    }
}
