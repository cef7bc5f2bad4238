using Windrow.Core.Errors;

namespace Windrow.Core.Filters;

/// <summary>Why a filter judged as it did.</summary>
/// <param name="Truth">The judgement.</param>
/// <param name="Clause">The clause that it is about.</param>
/// <param name="Text">One line, such as <c>level == 500 is false: level is 850</c>.</param>
/// <param name="Because">The parts that decided; empty for a leaf.</param>
public sealed record Explanation(Truth Truth, Filter Clause, string Text, IReadOnlyList<Explanation> Because)
{
    /// <summary>The first leaf that decided.</summary>
    public Explanation Decisive => Because.Count == 0 ? this : Because[0].Decisive;

    /// <summary>What a select tells of a message that it cannot judge.</summary>
    internal Failure Doubt() => Failure.Permanent($"the select cannot judge the message: {Decisive.Text}");

    // A record prints all its properties, and the decisive part may be this one.
    public override string ToString() => Text;

    internal static string Word(Truth truth) => truth switch
    {
        Truth.True => "true",
        Truth.False => "false",
        Truth.Error => "an error",
        _ => "unknown",
    };
}
