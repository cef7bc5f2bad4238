namespace Windrow.Native.Fdb;

/// <summary>FDB refused something.</summary>
/// <param name="what">What it was to do.</param>
/// <param name="text">Its own text.</param>
public sealed class FdbException(string what, string text) : IOException($"FDB cannot {what}: {text}")
{
    /// <summary>Whether it is the data, and not the database: trying again would not help. eckit's texts of errors begin with their kind.</summary>
    public bool IsForGood { get; } = text.StartsWith("Serious Bug", StringComparison.Ordinal) || text.StartsWith("SeriousBug", StringComparison.Ordinal) || text.StartsWith("UserError", StringComparison.Ordinal) || text.StartsWith("Bad", StringComparison.Ordinal);
}
