namespace Windrow.Core.Sources;

/// <summary>A source whose inputs are files, so that they can be brought in another time. What looks changes nothing.</summary>
public interface IStoredInputs
{
    /// <summary>Full path of the file or directory that it reads; null: standard input, of which nothing is left.</summary>
    string? Root { get; }

    /// <summary>Whether it finds files that come while it runs.</summary>
    bool FindsNewFiles { get; }

    /// <summary>Where an input may be now: where it was brought in from, and where it was moved to.</summary>
    /// <param name="position">Of the origin of its messages.</param>
    IReadOnlyList<string> PlacesOf(string position);

    /// <summary>Every input that is there, done or not, in the order of their positions.</summary>
    /// <param name="source">The source's name.</param>
    IReadOnlyList<StoredInput> List(string source);

    /// <summary>Brings some of them in again, in place of what <see cref="Source.RunAsync"/> does. What is done with files that are where they came in is done with them.</summary>
    Task ReadAsync(IReadOnlyList<StoredInput> inputs, SourceContext context, CancellationToken stop);
}
