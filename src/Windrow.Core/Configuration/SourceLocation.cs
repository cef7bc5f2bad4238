namespace Windrow.Core.Configuration;

/// <summary>A place in a configuration file, printed as <c>file:line:column</c>.</summary>
/// <param name="File">The name of the file as the user gave it.</param>
/// <param name="Line">The line, counted from 1; 0 when the place is the file as a whole.</param>
/// <param name="Column">The column in UTF-16 units, counted from 1.</param>
public readonly record struct SourceLocation(string File, int Line, int Column) : IComparable<SourceLocation>
{
    /// <summary>For nodes that a program made, not a file.</summary>
    public static readonly SourceLocation None = new("(built in)", 0, 0);

    public int CompareTo(SourceLocation other)
    {
        var byFile = string.CompareOrdinal(File, other.File);
        if (byFile != 0)
            return byFile;
        var byLine = Line.CompareTo(other.Line);
        return byLine != 0 ? byLine : Column.CompareTo(other.Column);
    }

    public override string ToString() => Line == 0 ? File ?? "?" : $"{File}:{Line}:{Column}";

    public static bool operator <(SourceLocation left, SourceLocation right) => left.CompareTo(right) < 0;

    public static bool operator >(SourceLocation left, SourceLocation right) => left.CompareTo(right) > 0;

    public static bool operator <=(SourceLocation left, SourceLocation right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SourceLocation left, SourceLocation right) => left.CompareTo(right) >= 0;
}
