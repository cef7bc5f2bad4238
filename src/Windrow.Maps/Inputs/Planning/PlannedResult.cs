namespace Windrow.Maps.Inputs.Planning;

/// <summary>A result that can be computed: from which messages, in the order in which they are to be handed over.</summary>
/// <param name="Period">How long the result's period is; zero where it has that of its template.</param>
internal sealed record PlannedResult(Instant Instant, DerivationOperation Operation, TimeSpan Period, IReadOnlyList<AvailableMessage> Messages)
{
    /// <summary>Whether the other is made of the same messages in the same way, so that computing it again is vain.</summary>
    public bool IsSameAs(PlannedResult other)
    {
        if (Instant != other.Instant || Operation != other.Operation || Period != other.Period || Messages.Count != other.Messages.Count)
            return false;
        for (var i = 0; i < Messages.Count; i++)
        {
            if (Messages[i].Id != other.Messages[i].Id || Messages[i].Input != other.Messages[i].Input)
                return false;
        }

        return true;
    }
}
