namespace Windrow.Exec.Processes;

/// <summary>What is to be started.</summary>
/// <param name="Program">Full path of the program.</param>
/// <param name="Arguments">Passed as they are: no shell sees them.</param>
/// <param name="Directory">Where it runs.</param>
/// <param name="Environment">Variables beside those that it inherits.</param>
internal sealed record ChildStart(string Program, IReadOnlyList<string> Arguments, string Directory, IReadOnlyDictionary<string, string> Environment);
