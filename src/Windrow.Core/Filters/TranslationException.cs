namespace Windrow.Core.Filters;

/// <summary>A clause has no form in the notation that is written. Never leaves this folder.</summary>
internal sealed class TranslationException(Filter clause, string reason) : Exception(reason)
{
    public Filter Clause { get; } = clause;
}
