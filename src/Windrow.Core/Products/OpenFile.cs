using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;

namespace Windrow.Core.Products;

/// <summary>A file that a sink writes to, and what is known of it; its handle may be closed for a while.</summary>
internal sealed class OpenFile(string path, HashSet<MessageId>? written)
{
    private const int MaximumRemembered = 100_000;

    public string Path { get; } = path;

    public long Length { get; set; }

    /// <summary>Bytes that are known to be on the disk.</summary>
    public long Durable { get; set; }

    /// <summary>Whether this run, or the one that it continues, has written to it.</summary>
    public bool IsBegun { get; set; }

    /// <summary>What was written to it; null: look into the ledger, which has more than that.</summary>
    public HashSet<MessageId>? Written { get; private set; } = written;

    public void Note(MessageId id)
    {
        if (Written?.Count >= MaximumRemembered)
            Written = null;
        Written?.Add(id);
    }

    public IWritableFile? Handle { get; set; }

    /// <summary>Making it durable failed when it was closed, so what was written since the last commit may be lost.</summary>
    public Failure? Doubt { get; set; }
}
