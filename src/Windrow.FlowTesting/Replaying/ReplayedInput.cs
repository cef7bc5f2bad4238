using Windrow.Core.IO;

namespace Windrow.FlowTesting.Replaying;

/// <summary>An input that is brought in again.</summary>
/// <param name="Key">What production knows it by.</param>
/// <param name="File">Where it is now.</param>
/// <param name="Arrival">When it came to production, as far as that is known: when it was last written, or, when it was there already, when the run began that took it. UTC.</param>
internal sealed record ReplayedInput(InputKey Key, FileEntry File, DateTime Arrival);
