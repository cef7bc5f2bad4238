using Windrow.Core.Errors;

namespace Windrow.Fields.Domains;

/// <summary>
/// What a domain message says, checked: nothing is allocated for sizes that only the message claims. The forms are multio's:
/// <c>unstructured</c>, the global index of every local point; and <c>structured</c>, the rectangle of NEMO and XIOS in 11 or 12 numbers.
/// </summary>
/// <param name="GlobalPoints">Points of the global field.</param>
/// <param name="Expected">Points that the clients have to own together before the domain is complete.</param>
/// <param name="Owned">Points that this client owns, with or without data; null: those that the map covers.</param>
internal sealed record DomainDeclaration(PointMap Map, int GlobalPoints, long Expected, long? Owned)
{
    /// <summary>Beyond this a field in single precision does not fit in one buffer.</summary>
    public const int MaximumPoints = int.MaxValue / sizeof(float);

    private const string Rectangle = "ni_glo, nj_glo, ibegin, ni, jbegin, nj, data_dim, data_ibegin, data_ni, data_jbegin, data_nj";

    /// <param name="globalSize">The metadata's <c>misc-globalSize</c>; null when there is none.</param>
    public static bool TryRead(string representation, ReadOnlySpan<int> numbers, long? globalSize, out DomainDeclaration? declaration, out Failure? failure)
    {
        (declaration, failure) = (null, null);
        if (globalSize is < 1 or > MaximumPoints)
            failure = Wrong($"'misc-globalSize' is {globalSize}", $"a field has 1 to {MaximumPoints} points");
        else if (representation == "unstructured")
            declaration = Unstructured(numbers, globalSize, out failure);
        else if (representation == "structured")
            declaration = Structured(numbers, globalSize, out failure);
        else
            failure = Wrong($"the representation '{representation}' is not known", "it is 'structured' or 'unstructured'");
        return failure is null;
    }

    private static DomainDeclaration? Unstructured(ReadOnlySpan<int> index, long? globalSize, out Failure? failure)
    {
        failure = null;
        if (globalSize is not { } size)
        {
            failure = Wrong("an unstructured domain does not say how many points the global field has", "set 'misc-globalSize' on the domain message");
            return null;
        }

        for (var i = 0; i < index.Length; i++)
        {
            if ((uint)index[i] < (ulong)size)
                continue;
            failure = Wrong($"local point {i} is global point {index[i]} of {size}", "indices count from 0");
            return null;
        }

        return new DomainDeclaration(PointMap.Indexed(index), (int)size, size, null);
    }

    private static DomainDeclaration? Structured(ReadOnlySpan<int> n, long? globalSize, out Failure? failure)
    {
        if (n.Length is not (11 or 12))
        {
            failure = Wrong($"a structured domain has {n.Length} numbers", $"it has 11, or 12 with partial_size: {Rectangle}");
            return null;
        }

        var (niGlobal, njGlobal, iBegin, ni, jBegin, nj) = ((long)n[0], (long)n[1], (long)n[2], (long)n[3], (long)n[4], (long)n[5]);
        var (dataI, dataNi, dataJ, dataNj) = ((long)n[7], (long)n[8], (long)n[9], (long)n[10]);
        var size = niGlobal * njGlobal;
        failure = null;
        if (niGlobal < 1 || njGlobal < 1 || size > MaximumPoints)
            failure = Wrong($"the global grid is {niGlobal} × {njGlobal}", $"a field has 1 to {MaximumPoints} points");
        else if (iBegin < 0 || ni < 0 || iBegin + ni > niGlobal || jBegin < 0 || nj < 0 || jBegin + nj > njGlobal)
            failure = Wrong($"columns {iBegin} to {iBegin + ni} and rows {jBegin} to {jBegin + nj} do not lie in the global grid of {niGlobal} × {njGlobal}", $"the numbers are {Rectangle}");
        else if (dataNi < 0 || dataNj < 0 || dataNi * dataNj > MaximumPoints)
            failure = Wrong($"a part has {dataNi} × {dataNj} points", $"the numbers are {Rectangle}");
        else if (globalSize < size)
            failure = Wrong($"'misc-globalSize' is {globalSize}, and the global grid has {niGlobal} × {njGlobal} = {size} points", "the two belong together");
        else if (n.Length == 12 && (n[11] < 1 || n[11] > size))
            failure = Wrong($"partial_size is {n[11]} of {size} points", "it is how many points the clients own together");
        if (failure is not null)
            return null;

        // Rows and columns of the part that lie within the client's own rectangle; what is outside is halo.
        var (i0, i1) = (Math.Max(0, dataI), Math.Min(ni, dataI + dataNi));
        var (j0, j1) = (Math.Max(0, dataJ), Math.Min(nj, dataJ + dataNj));
        var map = i1 <= i0 || j1 <= j0
            ? PointMap.Rectangle((int)(dataNi * dataNj), default, 0, 0, 0)
            : PointMap.Rectangle(
                (int)(dataNi * dataNj),
                new PointRun((int)(((j0 - dataJ) * dataNi) + (i0 - dataI)), (int)(((jBegin + j0) * niGlobal) + iBegin + i0), (int)(i1 - i0)),
                (int)(j1 - j0), (int)dataNi, (int)niGlobal);
        return new DomainDeclaration(map, (int)(globalSize ?? size), n.Length == 12 ? n[11] : size, ni * nj);
    }

    private static Failure Wrong(string reason, string advice) => Failure.Permanent(reason, advice);
}
