using System.Collections.Frozen;

namespace Windrow.Core.Filters.Cql2;

/// <summary>Which names CQL2 text takes as they are and which need double quotes.</summary>
internal static class Cql2Names
{
    public static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        ["and", "or", "not", "in", "like", "between", "is", "null", "true", "false", "div", "casei", "accenti", "date", "timestamp", "interval"],
        StringComparer.OrdinalIgnoreCase);

    public static bool IsStart(char c) => char.IsLetter(c) || c is '_' or ':';

    public static bool IsPart(char c) => IsStart(c) || char.IsDigit(c) || c == '.';

    public static string Quote(string name)
    {
        var bare = IsStart(name[0]) && !Reserved.Contains(name);
        foreach (var c in name)
            bare &= IsPart(c);
        return bare ? name : FilterText.Quoted(name, '"');
    }
}
