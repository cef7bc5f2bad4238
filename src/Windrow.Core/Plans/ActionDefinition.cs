using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Resources;
using Windrow.Core.Stages;

namespace Windrow.Core.Plans;

/// <summary>An action as configured: its name, where it stands, and how to make it.</summary>
/// <param name="Type">The plug-in's name.</param>
/// <param name="Number">Place in the plan's list, from 1; leading selects are counted.</param>
/// <param name="Stage">The stage in front of it; null when none is configured.</param>
/// <param name="Create">Makes a new instance from the validated options.</param>
public sealed record ActionDefinition(string Type, int Number, StageOptions? Stage, SourceLocation Location, Func<PlanAction> Create)
{
    /// <summary>The action's configuration in canonical form: kept state is handed to an action of equal text only.</summary>
    public string Declaration { get; init; } = "";

    /// <summary>What is done about messages that the action cannot work on; null: what the plan says.</summary>
    public FailurePolicy? OnError { get; init; }

    /// <summary>Its name for people; null: it has none.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it speaks to the outside; see <see cref="PlugIns.PlugIn.IsOutside"/>.</summary>
    public bool IsOutside { get; init; }

    /// <summary>The assembly that its plug-in came from; null: it is part of the program.</summary>
    public PlugIns.PlugInOrigin? PlugIn { get; init; }

    /// <summary>The plans that it hands messages to, all that take such where none is named; null: it hands nothing back to the flow.</summary>
    public IReadOnlyList<string>? SubmitsTo { get; init; }

    /// <summary>Whether it is a sink behind which a plan may go on; see <see cref="PlanAction.PassesOn"/>.</summary>
    public bool PassesOn { get; init; }

    /// <summary>Whether somebody means it who writes this: its name, its type, or its path.</summary>
    public bool IsCalled(string text) => text == Name || text == Type || text == Path || (Type.EndsWith(']') && Type.AsSpan(0, Type.IndexOf('[')).SequenceEqual(text));

    /// <summary>What the action needs while it works on a message; null: nothing is said.</summary>
    public ResourceDemand? Resources { get; init; }

    /// <summary>How reports name the action within its plan.</summary>
    public string Path => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Number}:{Type}");
}
