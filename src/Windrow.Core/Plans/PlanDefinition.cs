using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Expectations;
using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Core.Plans;

/// <summary>A plan as configured and validated: everything needed to build it any number of times.</summary>
/// <param name="Name">Unique in its flow.</param>
/// <param name="Filter">The conjunction of the leading selects; matched by the router.</param>
/// <param name="Actions">The actions behind the leading selects, up to the sinks.</param>
/// <param name="Sinks">What the chain ends in; each gets every message.</param>
/// <param name="Retry">For transient errors.</param>
/// <param name="Canonical">The configuration in canonical form: equal text means an equal plan.</param>
/// <param name="Location">Where it stands in the file.</param>
public sealed record PlanDefinition(
    string Name,
    Filter Filter,
    IReadOnlyList<ActionDefinition> Actions,
    IReadOnlyList<ActionDefinition> Sinks,
    RetryPolicy Retry,
    string Canonical,
    SourceLocation Location)
{
    /// <summary>The configuration in short, as dead letters and products name it: 16 hexadecimal digits.</summary>
    public string Hash => default(MessageId).With(System.Text.Encoding.UTF8.GetBytes(Canonical)).ToString()[..16];

    /// <summary>What is done about messages that an action cannot work on, where the action itself does not say.</summary>
    public FailurePolicy OnError { get; init; } = FailurePolicy.Default;

    /// <summary>What the plan gets.</summary>
    public PlanInput Takes { get; init; }

    /// <summary>The only plans whose submissions it takes; empty: it takes those of all.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Whether it hands messages back to the flow.</summary>
    public bool Submits => Sinks.Any(static sink => sink.SubmitsTo is not null);

    /// <summary>What is to come of the plan. No part of its canonical form: to expect something else changes nothing of what is done.</summary>
    public IReadOnlyList<Expectation> Expectations { get; init; } = [];

    /// <summary>The version of the program and of the assemblies of plug-ins that the plan uses, as products name it: <c>0.1.0, ScaleBy 1.2.0</c>.</summary>
    public string Version => string.Join(", ", Actions.Concat(Sinks).Select(static action => action.PlugIn?.ToString()).OfType<string>().Distinct().Order(StringComparer.Ordinal).Prepend(ThisProgram.Version));

    /// <summary>Actions and sinks in one list, made anew each time.</summary>
    public IReadOnlyList<ActionDefinition> All => [.. Actions, .. Sinks];
}
