using Windrow.Core.Configuration;
using Windrow.Core.Plans;
using Windrow.Core.Sources;

namespace Windrow.Core.PlugIns;

/// <summary>
/// A plug-in: its name in configuration, its options, and how it is made. From this one declaration come parsing,
/// validation, schema, reference and scaffolds.
/// </summary>
public sealed record PlugIn
{
    private readonly Lazy<OptionSet> _options;

    private PlugIn(Lazy<OptionSet> options) => _options = options;

    public required PlugInKind Kind { get; init; }

    /// <summary>The value of <c>type</c> in configuration.</summary>
    public required string Name { get; init; }

    /// <summary>Older names that are still read.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>One sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What the plug-in does to the delivery of a message: whether it can repeat, lose or hold one.</summary>
    public string Delivery { get; init; } = "Each message passes once; nothing is kept.";

    /// <summary>Whether it speaks to the outside, other than through files: tests of flows take its messages and never let it.</summary>
    public bool IsOutside { get; init; }

    /// <summary>How much memory it holds, as a formula.</summary>
    public string Memory { get; init; } = "None beyond the message in hand.";

    /// <summary>The assembly that brought it; null: it is part of the program.</summary>
    public PlugInOrigin? Origin { get; init; }

    /// <summary>The declared options; made when first asked for, since a program uses few of the plug-ins that it offers.</summary>
    public OptionSet Options => _options.Value;

    /// <summary>Reads the options, with the names of keys that somebody else reads; null when they are wrong, and then the diagnostics say why.</summary>
    public required Func<MappingNode, PlugInContext, IReadOnlyCollection<string>, Func<object>?> Bind { get; init; }

    /// <summary>Declares a source.</summary>
    /// <param name="name">The value of <c>type</c>: lower case, words with hyphens between.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="options">Gives the declared options; asked when they are needed first.</param>
    /// <param name="create">Makes it with the options of one place in a flow file.</param>
    public static PlugIn Source<TOptions>(string name, string summary, Func<OptionSet<TOptions>> options, Func<TOptions, PlugInContext, Source> create)
        where TOptions : class, new() => Make(PlugInKind.Source, name, summary, options, create);

    /// <summary>Declares an action.</summary>
    /// <inheritdoc cref="Source"/>
    public static PlugIn Action<TOptions>(string name, string summary, Func<OptionSet<TOptions>> options, Func<TOptions, PlugInContext, PlanAction> create)
        where TOptions : class, new() => Make(PlugInKind.Action, name, summary, options, create);

    /// <summary>Declares a sink; what is made says <see cref="PlanAction.IsTerminal"/>.</summary>
    /// <inheritdoc cref="Source"/>
    public static PlugIn Sink<TOptions>(string name, string summary, Func<OptionSet<TOptions>> options, Func<TOptions, PlugInContext, PlanAction> create)
        where TOptions : class, new() => Make(PlugInKind.Sink, name, summary, options, create);

    private static PlugIn Make<TOptions>(PlugInKind kind, string name, string summary, Func<OptionSet<TOptions>> options, Func<TOptions, PlugInContext, object> create)
        where TOptions : class, new()
    {
        var set = new Lazy<OptionSet<TOptions>>(options);
        return new PlugIn(new Lazy<OptionSet>(() => set.Value))
        {
            Kind = kind,
            Name = name,
            Summary = summary,
            Bind = (node, context, alsoKnown) =>
            {
                var errors = context.Diagnostics.ErrorCount;
                var bound = set.Value.Bind(node, context.Diagnostics, new BindSettings { Dialect = context.Dialect, AlsoKnown = alsoKnown });
                return context.Diagnostics.ErrorCount > errors ? null : () => create(bound, context);
            },
        };
    }
}
