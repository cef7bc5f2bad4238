using Windrow.Core.Configuration;

namespace Windrow.Core.Flows.Composition;

/// <summary>Reads the files that a flow is put together from; what cannot be read is reported where it was asked for.</summary>
/// <param name="substitution">What variables and secrets are replaced by; null: they are left as they are.</param>
public sealed class ConfigFiles(EngineServices services, DiagnosticBag diagnostics, ITextSubstitution? substitution = null)
{
    private const int MaximumSize = 64 << 20;

    internal EngineServices Services => services;

    internal DiagnosticBag Diagnostics => diagnostics;

    /// <summary>The bytes of a file; null when it is missing, too large or unreadable.</summary>
    /// <param name="askedAt">Where it is named.</param>
    /// <param name="advice">What to do when it is missing.</param>
    public byte[]? ReadBytes(string path, SourceLocation askedAt, string advice)
    {
        var subject = askedAt.File == path ? "the file" : $"'{path}'";
        try
        {
            if (services.Files.Find(path) is not { IsDirectory: false } entry)
            {
                diagnostics.Error(Rules.MissingFile, askedAt, askedAt.File == path ? "there is no such file" : $"there is no file '{path}'", advice);
                return null;
            }

            if (entry.Length > MaximumSize)
            {
                diagnostics.Error(Rules.TooLarge, askedAt, $"{subject} has {entry.Length} bytes; no flow file is larger than {MaximumSize}", "data does not belong into a flow file");
                return null;
            }

            using var stream = services.Files.OpenRead(path);
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(Rules.MissingFile, askedAt, $"{subject} cannot be read: {exception.Message}");
            return null;
        }
    }

    /// <summary>The content of a native file.</summary>
    internal ConfigNode? Parse(ReadOnlyMemory<byte> bytes, string path) =>
        ConfigReader.Read(bytes, path, diagnostics, ConfigDialect.Native, substitution);

    /// <summary>A file that is to be a mapping; null when it is not, or cannot be read.</summary>
    /// <param name="what">What the file is, for messages: <c>an overlay</c>.</param>
    internal MappingNode? ReadMapping(string path, SourceLocation askedAt, string what, string advice)
    {
        if (ReadBytes(path, askedAt, advice) is not { } bytes || Parse(bytes, path) is not { } root)
            return null;
        if (root is MappingNode mapping)
            return mapping;
        diagnostics.Error(Rules.NotAFlow, root, $"{what} is a mapping, this is {root.Describe()}", "write 'plans:' and below it what belongs there");
        return null;
    }
}
