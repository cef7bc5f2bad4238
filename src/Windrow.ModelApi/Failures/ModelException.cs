namespace Windrow.ModelApi.Failures;

/// <summary>A call of the model that cannot be done, with what to do instead.</summary>
internal sealed class ModelException(string reason, string? advice = null) : Exception(advice is null ? reason : $"{reason}; {advice}");
