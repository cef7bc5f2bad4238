using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;

namespace Windrow.Core.Decisions;

/// <summary>A kind of rule that a plug-in adds: its name in <c>rules: [{type: NAME, …}]</c>, its options, and how it is made.</summary>
public sealed class RuleKind
{
    private readonly Lazy<OptionSet> _options;
    private readonly Func<MappingNode, PlugInContext, IReadOnlyCollection<string>, Func<EventRule>?> _bind;

    private RuleKind(string name, string summary, Lazy<OptionSet> options, Func<MappingNode, PlugInContext, IReadOnlyCollection<string>, Func<EventRule>?> bind) =>
        (Name, Summary, _options, _bind) = (name, summary, options, bind);

    /// <summary>The value of <c>type</c>.</summary>
    public string Name { get; }

    /// <summary>One sentence.</summary>
    public string Summary { get; }

    /// <summary>The assembly that brought it; null: it is part of the program.</summary>
    public PlugInOrigin? Origin { get; internal set; }

    public OptionSet Options => _options.Value;

    /// <summary>Declares a kind of rule.</summary>
    /// <param name="name">Lower case, words with hyphens between.</param>
    /// <param name="summary">One sentence.</param>
    /// <param name="options">Gives the options beside <c>name</c>, <c>when</c> and <c>to</c>, which every rule has.</param>
    /// <param name="create">Makes the rule of one place in a flow file.</param>
    public static RuleKind Of<TOptions>(string name, string summary, Func<OptionSet<TOptions>> options, Func<TOptions, PlugInContext, EventRule> create)
        where TOptions : class, new()
    {
        var set = new Lazy<OptionSet<TOptions>>(options);
        return new RuleKind(name, summary, new Lazy<OptionSet>(() => set.Value), (node, context, alsoKnown) =>
        {
            var errors = context.Diagnostics.ErrorCount;
            var bound = set.Value.Bind(node, context.Diagnostics, new BindSettings { AlsoKnown = alsoKnown });
            return context.Diagnostics.ErrorCount > errors ? null : () => create(bound, context);
        });
    }

    /// <summary>Reads the options of a rule, with the names of keys that somebody else reads; null when they are wrong, and then the diagnostics say why.</summary>
    public Func<EventRule>? Bind(MappingNode node, PlugInContext context, IReadOnlyCollection<string> alsoKnown) => _bind(node, context, alsoKnown);
}
