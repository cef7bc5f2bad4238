using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.Planning;

/// <summary>What derivations have in common: the reason for a result that is not there is always told in the same way.</summary>
internal abstract class DerivationBase : IInputDerivation
{
    protected DerivationBase(string name, IReadOnlyList<string> inputs) => (Name, Inputs) = (name, inputs);

    /// <summary>The name of the derived input.</summary>
    public string Name { get; }

    public IReadOnlyList<string> Inputs { get; }

    public abstract PlanGroup GroupOf(AvailableMessage message);

    public abstract IReadOnlyList<PlannedResult> Plan(IReadOnlyList<AvailableMessage> group);

    public abstract IReadOnlyList<PlanGap> Gaps(IReadOnlyList<AvailableMessage> group);

    public DerivationResult Derive(PlannedResult planned, IReadOnlyList<ReadOnlyMemory<byte>> messages)
    {
        if (messages.Count != planned.Messages.Count)
            throw new ArgumentException($"{planned.Messages.Count} messages are planned and {messages.Count} were given.", nameof(messages));
        try
        {
            return DerivationResult.Made(Compute(planned, messages));
        }
        catch (Exception failure) when (failure is DerivationException or EcCodesException)
        {
            return DerivationResult.None($"input {Name} at {planned.Instant}: {failure.Message}");
        }
    }

    /// <exception cref="DerivationException">There is no result.</exception>
    /// <exception cref="EcCodesException">A message cannot be decoded or written.</exception>
    protected abstract ReadOnlyMemory<byte> Compute(PlannedResult planned, IReadOnlyList<ReadOnlyMemory<byte>> messages);
}
