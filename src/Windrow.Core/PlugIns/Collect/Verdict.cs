namespace Windrow.Core.PlugIns.Collect;

/// <summary>What is to be done with a set now.</summary>
internal enum Verdict : byte
{
    Wait,
    Emit,
    Drop,
    Alert,

    /// <summary>It leaves as it is and stays open.</summary>
    EmitEarly,
}
