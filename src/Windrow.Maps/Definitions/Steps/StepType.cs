namespace Windrow.Maps.Definitions.Steps;

/// <summary>A kind of drawing step: what it calls in Magics, what it takes and what it does by default.</summary>
public sealed class StepType
{
    internal StepType(string name, MagicsAction action, ParameterSet parameters)
    {
        Name = name;
        Action = action;
        Parameters = parameters;
    }

    /// <summary>The name in recipes, such as <c>add_grib</c>.</summary>
    public string Name { get; }

    public MagicsAction Action { get; }

    /// <summary>The key under which the step names an input: <c>grib</c>, <c>shape</c>, <c>points</c>; null when it needs none.</summary>
    public string? InputKey { get; internal init; }

    /// <summary>The parameter that takes the path of the input's file; null when the step needs no input.</summary>
    public string? FileParameter { get; internal init; }

    /// <summary>The parameters of a step that has none of its own and gets none from its flavour; null for none.</summary>
    public StepParameters? Defaults { get; internal init; }

    /// <summary>Whether the defaults also fill what a step's own parameters leave open.</summary>
    public bool MergesDefaults { get; internal init; }

    internal ParameterSet Parameters { get; }

    public override string ToString() => Name;
}
