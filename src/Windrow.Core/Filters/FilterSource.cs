using System.Globalization;

namespace Windrow.Core.Filters;

/// <summary>Where a part of a filter was written. Lines and columns count from 1; 0 means unknown.</summary>
/// <param name="File">The file; null for a text that came from nowhere in particular.</param>
/// <param name="Offset">Characters from the beginning of the filter's text.</param>
/// <param name="Length">Characters that the part spans.</param>
public readonly record struct FilterSource(string? File, int Line, int Column, int Offset = 0, int Length = 0)
{
    public override string ToString() => Line <= 0
        ? File ?? ""
        : string.Create(CultureInfo.InvariantCulture, $"{File}{(File is null ? "" : ":")}{Line}:{Column}");
}
