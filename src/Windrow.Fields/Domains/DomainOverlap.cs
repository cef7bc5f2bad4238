namespace Windrow.Fields.Domains;

/// <summary>Points that more than one client calls its own; the value of whichever part comes last stands.</summary>
/// <param name="Points">How many.</param>
/// <param name="First">The global index of the first.</param>
/// <param name="Client">Who declared them again.</param>
/// <param name="Other">Who had the first of them before.</param>
public sealed record DomainOverlap(long Points, int First, string Client, string Other)
{
    public override string ToString() => $"{Points} points belong to more than one client: point {First} to '{Other}' and '{Client}'";
}
