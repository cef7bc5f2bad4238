using Windrow.Core.Configuration;

namespace Windrow.Core.PlugIns.Submit;

/// <summary>Options of the <c>submit</c> sink.</summary>
public sealed class SubmitOptions
{
    public static readonly OptionSet<SubmitOptions> Set = new OptionSet<SubmitOptions>("submit")
        .TextList("plans", static o => o.Plans, static (o, v) => o.Plans = v, "The plans that get the message, if their selects and their 'after' take it. Without it all may that take what is handed back: those with 'after', 'takes: submissions' or 'takes: all'.", example: "[mosaic]")
        .Integer("hops", static o => o.Hops, static (o, v) => o.Hops = (int)v, "Through how many plans a message may go, one after the other; beyond, it is a dead letter that says which they were.", min: 1, max: 10_000);

    public IReadOnlyList<string> Plans { get; set; } = [];

    public int Hops { get; set; } = 20;
}
