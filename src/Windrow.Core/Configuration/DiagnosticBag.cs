namespace Windrow.Core.Configuration;

/// <summary>
/// Collects every finding, so that all errors of a configuration are reported together. It keeps at most
/// <see cref="Capacity"/> findings of each severity and counts the rest. Not thread-safe.
/// </summary>
public sealed class DiagnosticBag(int capacity = 200)
{
    private readonly Dictionary<Subject, Diagnostic> _kept = [];
    private readonly int[] _counts = new int[3];
    private int _dropped;

    /// <summary>How many findings of each severity are kept.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>Nothing was found.</summary>
    public bool IsEmpty => _kept.Count == 0 && _dropped == 0;

    public bool HasErrors => ErrorCount > 0;

    /// <summary>The number of errors, those that were counted but not kept included.</summary>
    public int ErrorCount => _counts[(int)Severity.Error];

    public int WarningCount => _counts[(int)Severity.Warning];

    /// <summary>How many findings were counted but not kept.</summary>
    public int DroppedCount => _dropped;

    /// <summary>The findings kept, in the order of file, line, column and code.</summary>
    public IReadOnlyList<Diagnostic> Sorted
    {
        get
        {
            var sorted = new List<Diagnostic>(_kept.Values);
            sorted.Sort(static (a, b) =>
            {
                var byPlace = a.Location.CompareTo(b.Location);
                return byPlace != 0 ? byPlace : string.CompareOrdinal(a.ToString(), b.ToString());
            });
            return sorted;
        }
    }

    public void Error(Rule rule, SourceLocation at, string message, string advice = "") =>
        Add(new Diagnostic(Severity.Error, rule, at, message, advice));

    public void Error(Rule rule, ConfigNode at, string message, string advice = "") =>
        Add(new Diagnostic(Severity.Error, rule, at.Location, message, advice, at.AliasedAt));

    public void Warning(Rule rule, SourceLocation at, string message, string advice = "") =>
        Add(new Diagnostic(Severity.Warning, rule, at, message, advice));

    public void Warning(Rule rule, ConfigNode at, string message, string advice = "") =>
        Add(new Diagnostic(Severity.Warning, rule, at.Location, message, advice, at.AliasedAt));

    /// <summary>Reports an error where <paramref name="asError"/> holds, else a warning: a peer's file is judged mildly.</summary>
    public void Report(bool asError, Rule rule, ConfigNode at, string message, string advice = "") =>
        Add(new Diagnostic(asError ? Severity.Error : Severity.Warning, rule, at.Location, message, advice, at.AliasedAt));

    /// <summary>
    /// Adds a finding. One place breaks one rule once for each message; of two findings that differ in
    /// severity only, or that stem from a rule with one finding per place, the graver one stays.
    /// </summary>
    public void Add(Diagnostic diagnostic)
    {
        var message = ReferenceEquals(diagnostic.Rule, Rules.YesNoTrap) ? "" : diagnostic.Message;
        var key = new Subject(diagnostic.Rule, diagnostic.Location, diagnostic.UsedAt, message);
        if (_kept.TryGetValue(key, out var earlier))
        {
            if (diagnostic.Severity >= earlier.Severity)
                return;
            _counts[(int)earlier.Severity]--;
            _kept.Remove(key);
        }
        if (_counts[(int)diagnostic.Severity]++ < Capacity)
            _kept[key] = diagnostic;
        else
            _dropped++;
    }

    /// <summary>Writes one line for each finding, and a last line that counts what was not kept.</summary>
    public void WriteTo(TextWriter writer)
    {
        foreach (var diagnostic in Sorted)
            writer.WriteLine(diagnostic.ToString());
        if (_dropped > 0)
            writer.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"and {_dropped} more"));
    }

    public override string ToString()
    {
        using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        WriteTo(writer);
        return writer.ToString();
    }

    private sealed record Subject(Rule Rule, SourceLocation At, SourceLocation? UsedAt, string Message);
}
