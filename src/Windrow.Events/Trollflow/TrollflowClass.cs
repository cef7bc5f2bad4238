using Windrow.Core.Configuration;

namespace Windrow.Events.Trollflow;

/// <summary>A class that an item names.</summary>
/// <param name="Name">With its module.</param>
/// <param name="Known">What is known of it; null: it is the user's own.</param>
/// <param name="At">Where the name stands.</param>
internal sealed record TrollflowClass(string Name, KnownClass? Known, MappingNode? Options, ConfigNode At)
{
    public bool IsPython => Known is null or { Use: ClassUse.Component };

    /// <summary>Looks a name up; null when it is one that should be known and is not, which is reported.</summary>
    public static TrollflowClass? Of(string name, MappingNode? options, ConfigNode at, bool isToRun, DiagnosticBag diagnostics)
    {
        var known = KnownClass.Find(name);
        if (known is null && !KnownClass.IsOwn(name))
        {
            diagnostics.Error(
                Rules.UnknownPlugIn, at, $"'{name}' is no class that Windrow knows{Suggestion.Clause(name, KnownClass.Names)}",
                $"there are: {string.Join(", ", KnownClass.Names)}; and your own, as module and class");
            return null;
        }

        if (known is { Use: ClassUse.Later } later)
        {
            var message = $"'{name}'{(later.IsOfMpop ? ", which needs mpop," : "")} is the plug-in '{later.PlugIn}' that Windrow.Imagery will bring, and not in this version";
            if (isToRun)
                diagnostics.Error(Rules.NotYet, at, message, "run it with flow_processor.py until then");
            else
                diagnostics.Warning(Rules.NotYet, at, message, "a run is refused until then");
        }
        else if (known is { IsOfMpop: true })
        {
            diagnostics.Warning(Rules.OldName, at, $"'{name}' is of the time of mpop", $"'{known.PlugIn}' stands for it");
        }

        if (options is not null)
            ClassName.RefuseWithin(options, diagnostics);
        return new TrollflowClass(name, known, options, at);
    }
}
