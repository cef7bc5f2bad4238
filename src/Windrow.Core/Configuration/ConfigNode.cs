namespace Windrow.Core.Configuration;

/// <summary>
/// A node of a configuration file that knows where it stands. Nodes are immutable; content reached through an
/// alias is shared, and its nodes tell both places.
/// </summary>
public abstract class ConfigNode
{
    private protected ConfigNode(SourceLocation location, SourceLocation? aliasedAt, string? tag)
    {
        Location = location;
        AliasedAt = aliasedAt;
        Tag = tag;
    }

    /// <summary>Where the content stands.</summary>
    public SourceLocation Location { get; }

    /// <summary>Where the outermost alias stands that led here; null when none did.</summary>
    public SourceLocation? AliasedAt { get; }

    /// <summary>The explicit tag in full (<c>tag:yaml.org,2002:str</c>), null when there is none.</summary>
    public string? Tag { get; }

    /// <summary>The number of nodes in this tree, aliases followed.</summary>
    internal abstract int Size { get; }

    /// <summary>The number of nested collections in this tree, this one included; 0 for a scalar.</summary>
    internal abstract int Height { get; }

    /// <summary>Names the node in a message: <c>the whole number 3</c>, <c>a list</c>. Secrets are redacted.</summary>
    public abstract string Describe();

    /// <summary>Whether both trees hold the same values under the same keys in the same order, wherever they stand.</summary>
    public abstract bool HasSameContent(ConfigNode other);

    /// <summary>The same content as seen through an alias at <paramref name="alias"/>.</summary>
    internal abstract ConfigNode SeenFrom(SourceLocation alias);

    /// <summary>The node as canonical YAML, secrets redacted.</summary>
    public override string ToString() => ConfigWriter.Write(this);
}
