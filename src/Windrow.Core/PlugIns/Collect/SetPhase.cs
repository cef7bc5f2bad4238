namespace Windrow.Core.PlugIns.Collect;

/// <summary>Where a set is in its life. The numbers are kept on disk.</summary>
internal enum SetPhase : byte
{
    Open = 0,

    /// <summary>Open beyond its deadline, which was told.</summary>
    Alerted = 1,

    /// <summary>Over: emitted, and remembered because of late members.</summary>
    Emitted = 2,

    /// <summary>Over: given up, and remembered because of late members.</summary>
    Dropped = 3,

    /// <summary>Not remembered any more; its members are being removed. Only of sets that several processes have in common.</summary>
    Forgotten = 4,

    /// <summary>Open, and emitted as it was when it had so many members as <c>early</c> says. Only of sets of one process.</summary>
    Early = 5,
}
