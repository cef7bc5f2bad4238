using Windrow.Core.Configuration;

namespace Windrow.Core.PlugIns.SingleField;

/// <summary>Options of the <c>single-field-sink</c>.</summary>
public sealed class SingleFieldOptions
{
    public static readonly OptionSet<SingleFieldOptions> Set = new OptionSet<SingleFieldOptions>("single-field-sink")
        .Text("root_path", static o => o.Root, static (o, v) => o.Root = v, "Text in front of every file's name, as it stands: a directory ends in '/'.", example: "fields/");

    public string Root { get; set; } = "";
}
