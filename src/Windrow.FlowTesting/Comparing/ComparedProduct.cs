namespace Windrow.FlowTesting.Comparing;

/// <summary>A product, made here and there.</summary>
/// <param name="Path">Relative to the flow's directory; absolute where it is outside of that.</param>
/// <param name="Other">Full path of the one that it is compared with.</param>
/// <param name="Text">What is other than there, or why it is not compared; null: nothing is to be said.</param>
public sealed record ComparedProduct(string Path, string Other, ProductVerdict Verdict, string? Text)
{
    /// <summary>The largest difference of two values, in their unit; null: values were not compared, or are all the same.</summary>
    public double? Worst { get; init; }

    /// <summary>Whether it was asked for, so that the answer is no unless it is like the other one.</summary>
    public bool Counts { get; init; } = true;

    /// <summary>Whether it stands against the answer that all is the same.</summary>
    public bool IsFinding => Counts && Verdict is not (ProductVerdict.Equal or ProductVerdict.Near);
}
