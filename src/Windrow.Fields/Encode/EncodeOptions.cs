using Windrow.Core.Configuration;

namespace Windrow.Fields.Encode;

/// <summary>Options of the <c>encode</c> action.</summary>
public sealed class EncodeOptions : EncodingOptions
{
    public static new readonly OptionSet<EncodeOptions> Set = Declare(new OptionSet<EncodeOptions>("encode"))
        .Nested("encoding", EncodingOptions.Set, static (o, v) => o.Nested = v, "The same options, one level down, as multio's files may have them.")
        .Check(static (o, report) =>
        {
            if (o.Nested is not null && report.Mapping.Entries.Any(entry => EncodingOptions.Set.Options.Any(option => option.Name == entry.Name)))
                report.Error("encoding", "options stand both in the action and below 'encoding'", "keep them in one place");
        });

    /// <summary>The options, wherever they stand.</summary>
    public EncodingOptions Encoding => Nested ?? this;

    private EncodingOptions? Nested { get; set; }
}
