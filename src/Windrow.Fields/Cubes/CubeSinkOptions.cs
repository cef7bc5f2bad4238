using Windrow.Core.Patterns;
using Windrow.Core.Payloads;

namespace Windrow.Fields.Cubes;

/// <summary>What the sinks of data sets have in common.</summary>
public abstract class CubeSinkOptions
{
    public FilePattern? Path { get; private set; }

    public FilePattern? Variable { get; private set; }

    public CubePrecision Precision { get; set; }

    /// <summary>From 0, none, to 9.</summary>
    public int Deflate { get; set; } = 1;

    public TimeSpan FlushEvery { get; set; } = TimeSpan.FromSeconds(5);

    public int OpenFiles { get; set; } = 16;

    /// <summary>Null: as the fields have it.</summary>
    internal Precision? PrecisionOfValues => Precision switch
    {
        CubePrecision.Single => Core.Payloads.Precision.Single,
        CubePrecision.Double => Core.Payloads.Precision.Double,
        _ => null,
    };

    private protected static (string Name, CubePrecision Value)[] Precisions { get; } =
        [("as-given", CubePrecision.AsGiven), ("single", CubePrecision.Single), ("double", CubePrecision.Double)];

    private protected string? ReadPath(string text) => Read(text, static (options, pattern) => options.Path = pattern) ?? (text.EndsWith('/') ? "it names a directory; add a file name" : null);

    private protected string? ReadVariable(string text) => Read(text, static (options, pattern) => options.Variable = pattern);

    private string? Read(string text, System.Action<CubeSinkOptions, FilePattern> set)
    {
        try
        {
            set(this, FilePattern.Parse(text));
            return null;
        }
        catch (PatternException exception)
        {
            return $"at character {exception.Offset + 1}: {exception.Message}";
        }
    }
}
