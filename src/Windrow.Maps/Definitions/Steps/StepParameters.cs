using System.Collections;
using System.Collections.Immutable;

namespace Windrow.Maps.Definitions.Steps;

/// <summary>The drawing parameters of a step, in the order in which they were written; immutable.</summary>
public sealed class StepParameters(IEnumerable<StepParameter> parameters) : IReadOnlyList<StepParameter>
{
    public static readonly StepParameters None = new([]);

    private readonly ImmutableArray<StepParameter> _parameters = [.. parameters];

    public int Count => _parameters.Length;

    public StepParameter this[int index] => _parameters[index];

    /// <summary>The value of a parameter, null when it is not set.</summary>
    public ParameterValue? this[string name] => _parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;

    /// <summary>These parameters with those of <paramref name="other"/> in place of or besides them.</summary>
    public StepParameters OverriddenBy(StepParameters other)
    {
        if (other.Count == 0)
            return this;
        var merged = _parameters.ToList();
        foreach (var parameter in other)
        {
            var at = merged.FindIndex(one => one.Name == parameter.Name);
            if (at >= 0)
                merged[at] = parameter;
            else
                merged.Add(parameter);
        }

        return new StepParameters(merged);
    }

    public IEnumerator<StepParameter> GetEnumerator() => ((IEnumerable<StepParameter>)_parameters).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
