using MimeTypes;

namespace Windrow.Events.Clowder.Serving;

/// <summary>What a file is by the ending of its name.</summary>
internal sealed class MimeTypeTable(IReadOnlyDictionary<string, string> own)
{
    public const string Unknown = "application/octet-stream";

    public string Of(string name)
    {
        var ending = Path.GetExtension(name);
        if (ending.Length < 2)
            return Unknown;
        foreach (var (known, type) in own)
        {
            if (string.Equals(known.TrimStart('.'), ending[1..], StringComparison.OrdinalIgnoreCase))
                return type;
        }

        return MimeTypeMap.GetMimeType(ending);
    }
}
