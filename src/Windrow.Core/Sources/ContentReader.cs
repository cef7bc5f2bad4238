namespace Windrow.Core.Sources;

/// <summary>Turns the content of files and streams of one format into messages.</summary>
public abstract class ContentReader
{
    /// <summary>The format's name in configuration.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a file is of this format, by its name and first bytes.</summary>
    public abstract bool Recognises(string path, ReadOnlySpan<byte> head);

    /// <summary>
    /// Offers every message of the input. What cannot be read is rejected message by message
    /// (<see cref="SourceContext.Reject(Messages.Origin, Errors.Failure, object?)"/>), and the rest is read all the same.
    /// </summary>
    /// <returns>How many messages were accepted or rejected.</returns>
    public abstract ValueTask<long> ReadAsync(ContentInput input, SourceContext context, CancellationToken stop);
}
