using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.PlugIns;

namespace Windrow.Cli;

/// <summary>Reads and validates a flow file, for every command that takes one.</summary>
internal sealed class FlowFile(EngineServices services, PlugInCatalog plugIns)
{
    private const int MaximumSize = 64 << 20;

    public DiagnosticBag Diagnostics { get; } = new();

    /// <summary>The file's content; null when it could not be read as a whole.</summary>
    public ConfigNode? Root { get; private set; }

    /// <returns>Null when there are errors; they are in <see cref="Diagnostics"/>.</returns>
    public FlowDefinition? Read(string path)
    {
        if (ReadBytes(path) is not { } bytes)
            return null;
        var secrets = new SecretSource(ReadCredential, services.Environment);
        Root = ConfigReader.Read(bytes, path, Diagnostics, ConfigDialect.Native, new NativeSubstitution(services.Environment, secrets));
        return Root is null ? null : new FlowReader(plugIns, services, Diagnostics).Read(Root, path);
    }

    private byte[]? ReadBytes(string path)
    {
        var at = new SourceLocation(path, 0, 0);
        try
        {
            if (services.Files.Find(path) is not { IsDirectory: false } entry)
            {
                Diagnostics.Error(Rules.MissingFile, at, "there is no such file", "name a flow file; 'windrow new flow' writes one");
                return null;
            }

            if (entry.Length > MaximumSize)
            {
                Diagnostics.Error(Rules.TooLarge, at, $"the file has {entry.Length} bytes; no flow file is larger than {MaximumSize}", "data does not belong into a flow file");
                return null;
            }

            using var stream = services.Files.OpenRead(path);
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Diagnostics.Error(Rules.MissingFile, at, $"the file cannot be read: {exception.Message}");
            return null;
        }
    }

    // The directory that systemd hands credentials over in.
    private string? ReadCredential(string name)
    {
        var directory = services.Environment("CREDENTIALS_DIRECTORY");
        if (string.IsNullOrEmpty(directory) || services.Files.Find(Path.Combine(directory, name)) is null)
            return null;
        using var reader = new StreamReader(services.Files.OpenRead(Path.Combine(directory, name)));
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
