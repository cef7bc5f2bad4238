using Windrow.Core;
using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles;

/// <summary>
/// Reads the text of multio's files: YAML or JSON, in which <c>{~}</c> stands for the directory of the configuration and <c>{NAME}</c> for an
/// environment variable. The directory is <c>MULTIO_SERVER_CONFIG_PATH</c> where that is set, else that of the file.
/// </summary>
internal sealed class PlanFileText
{
    private const int MaximumSize = 64 << 20;

    private readonly EngineServices _services;
    private readonly DiagnosticBag _diagnostics;
    private readonly MultioSubstitution _substitution;
    private readonly string _directory;

    private PlanFileText(string directory, EngineServices services, DiagnosticBag diagnostics)
    {
        (_services, _diagnostics, _directory) = (services, diagnostics, directory);
        _substitution = new MultioSubstitution(services.Environment, directory);
    }

    /// <param name="path">The file that was named; null: there is none, and the current directory is taken.</param>
    public static PlanFileText Of(string? path, EngineServices services, DiagnosticBag diagnostics)
    {
        var configured = services.Environment("MULTIO_SERVER_CONFIG_PATH");
        var directory = !string.IsNullOrEmpty(configured) ? configured : path is null ? "." : Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new PlanFileText(Path.GetFullPath(directory), services, diagnostics);
    }

    public ConfigNode? Read(string content, string name) => ConfigReader.Read(content, name, _diagnostics, ConfigDialect.Multio, _substitution);

    /// <returns>Null when the file cannot be read, which is reported.</returns>
    public ConfigNode? ReadFile(string path) => ReadFile(path, new SourceLocation(path, 0, 0), "name a plan file of multio");

    /// <summary>The file that a plan names; its path is relative to the current directory, as in multio, or else to that of the configuration.</summary>
    public ConfigNode? ReadIncluded(ScalarNode path)
    {
        var place = path.Text;
        if (_services.Files.Find(place) is null && _services.Files.Find(Path.GetFullPath(place, _directory)) is not null)
            place = Path.GetFullPath(place, _directory);
        var advice = Placeholders.FirstOf(path.Text) is { } variable ? $"set the environment variable {variable}" : "correct the path, which is relative to the current directory or to that of the configuration";
        return ReadFile(place, path.Location, advice);
    }

    private ConfigNode? ReadFile(string path, SourceLocation at, string advice)
    {
        try
        {
            if (_services.Files.Find(path) is not { IsDirectory: false } entry)
            {
                _diagnostics.Error(Rules.MissingFile, at, $"there is no file '{path}'", advice);
                return null;
            }

            if (entry.Length > MaximumSize)
            {
                _diagnostics.Error(Rules.TooLarge, at, $"'{path}' has {entry.Length} bytes; no plan file is larger than {MaximumSize}", "data does not belong into a plan file");
                return null;
            }

            using var stream = _services.Files.OpenRead(path);
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return ConfigReader.Read(bytes, path, _diagnostics, ConfigDialect.Multio, _substitution);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _diagnostics.Error(Rules.MissingFile, at, $"'{path}' cannot be read: {exception.Message}");
            return null;
        }
    }
}
