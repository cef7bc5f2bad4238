using Windrow.Core.Products;

namespace Windrow.Cli.Reports;

/// <summary>Keys of a field in an FDB, as somebody asks for it: <c>fdb5:date=20261120,param=167</c>. Those that are not said may be anything.</summary>
internal sealed class FieldKey
{
    public const string Prefix = "fdb5:";

    private readonly HashSet<string> _wanted;

    private FieldKey(HashSet<string> wanted) => _wanted = wanted;

    public static FieldKey Parse(string text) => new(Parts(text));

    public bool Matches(Product product) => product.Path.StartsWith(Prefix, StringComparison.Ordinal) && _wanted.IsSubsetOf(Parts(product.Path));

    private static HashSet<string> Parts(string text) => [.. text[Prefix.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
