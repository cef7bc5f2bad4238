namespace Windrow.Maps.Inputs.Planning;

/// <summary>
/// How an input is made of others. Planning works on headers alone and is a pure function of the messages that are there, whatever
/// order they came in; deriving computes one planned result. Instances have no state that changes: all methods may be called from several threads.
/// </summary>
internal interface IInputDerivation
{
    /// <summary>The names of the inputs, in the order of the definition.</summary>
    IReadOnlyList<string> Inputs { get; }

    /// <summary>The group whose plan a message can change.</summary>
    PlanGroup GroupOf(AvailableMessage message);

    /// <summary>All results that can be made of a group, by instant.</summary>
    /// <param name="group">The messages of one group, in the order in which they came.</param>
    IReadOnlyList<PlannedResult> Plan(IReadOnlyList<AvailableMessage> group);

    /// <summary>Where a result could have been expected and cannot be made, and what is missing.</summary>
    IReadOnlyList<PlanGap> Gaps(IReadOnlyList<AvailableMessage> group);

    /// <summary>Computes one result.</summary>
    /// <param name="planned">What <see cref="Plan"/> gave.</param>
    /// <param name="messages">
    /// The octets of <see cref="PlannedResult.Messages"/>, in their order. Their structure must have been checked, as for <see cref="Windrow.Native.EcCodes.GribHandle"/>.
    /// </param>
    /// <returns>The result, or why there is none; a message that cannot be decoded is a reason, not an exception.</returns>
    DerivationResult Derive(PlannedResult planned, IReadOnlyList<ReadOnlyMemory<byte>> messages);
}
