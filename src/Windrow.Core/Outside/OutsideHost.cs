namespace Windrow.Core.Outside;

/// <summary>A host outside that plug-ins talk to.</summary>
/// <param name="Name">Host and port, or the name of what is waited for elsewhere, such as an extractor.</param>
/// <param name="IsReachable">False: it is left alone for now, since it did not answer.</param>
/// <param name="Reason">What it said last, or did not say; null while it answers.</param>
/// <param name="Until">When it is asked again, UTC; null while it answers.</param>
/// <param name="Since">When that began, UTC.</param>
public sealed record OutsideHost(string Name, bool IsReachable, string? Reason, DateTimeOffset? Until, DateTimeOffset Since);
