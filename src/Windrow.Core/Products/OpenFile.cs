using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;

namespace Windrow.Core.Products;

/// <summary>A file that a sink writes to, and what is known of it; its handle may be closed for a while.</summary>
internal sealed class OpenFile(string path, WrittenIds? written)
{
    public string Path { get; } = path;

    public long Length { get; set; }

    /// <summary>Bytes that are known to be on the disk.</summary>
    public long Durable { get; set; }

    /// <summary>Whether this run, or the one that it continues, has written to it.</summary>
    public bool IsBegun { get; set; }

    /// <summary>What is in it; null: look into the ledger, which has more than can be remembered.</summary>
    public WrittenIds? Written { get; private set; } = written;

    public void Note(MessageId id)
    {
        Written?.Add(id);
        if (Written is { IsComplete: false })
            Written = null;
    }

    public IWritableFile? Handle { get; set; }

    /// <summary>Making it durable failed when it was closed, so what was written since the last commit may be lost.</summary>
    public Failure? Doubt { get; set; }
}
