using Windrow.Core.Configuration;

namespace Windrow.Core.PlugIns.Print;

/// <summary>Options of the <c>print</c> action.</summary>
public sealed class PrintOptions
{
    public static readonly OptionSet<PrintOptions> Set = new OptionSet<PrintOptions>("print")
        .Choice(
            "stream", static o => o.Stream, static (o, v) => o.Stream = v, "Where to write: standard output (cout), the log (info, error, debug), or nowhere.",
            [("cout", PrintStream.Cout), ("info", PrintStream.Info), ("error", PrintStream.Error), ("debug", PrintStream.Debug), ("off", PrintStream.Off)])
        .Text("prefix", static o => o.Prefix, static (o, v) => o.Prefix = v, "Text in front of every line.", example: "before scaling")
        .Choice("form", static o => o.Form, static (o, v) => o.Form = v, "What a line looks like: our own, or as multio writes it.", [("windrow", PrintForm.Windrow), ("multio", PrintForm.Multio)])
        .Flag("only-fields", static o => o.OnlyFields, static (o, v) => o.OnlyFields = v, "Print fields only, and pass everything else silently.");

    public PrintStream Stream { get; set; } = PrintStream.Cout;

    public string? Prefix { get; set; }

    public PrintForm Form { get; set; }

    public bool OnlyFields { get; set; }
}
