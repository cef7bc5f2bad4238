using Windrow.Core.Messages;

namespace Windrow.FlowTesting.Replaying;

/// <summary>An input as the ledger names it: all messages of one file have the same.</summary>
internal readonly record struct InputKey(string Source, string Position, ulong Version)
{
    public InputKey(Origin origin)
        : this(origin.Source, origin.Position, origin.Version)
    {
    }
}
