namespace Windrow.Events.Clowder;

/// <summary>A Clowder server, and the key that opens it. What it prints does not hold the key.</summary>
internal sealed record ClowderServer(Uri Host, string Key, ClowderVersion Version)
{
    /// <summary>The address of something below <c>api/</c>, or <c>api/v2/</c>; the key stands in it only where the server is of the first generation.</summary>
    public Uri At(string path)
    {
        if (Version == ClowderVersion.V2)
            return new Uri(Host, $"api/v2/{path}");
        var key = Key.Length == 0 ? "" : $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}key={Uri.EscapeDataString(Key)}";
        return new Uri(Host, $"api/{path}{key}");
    }

    public override string ToString() => Host.ToString();
}
