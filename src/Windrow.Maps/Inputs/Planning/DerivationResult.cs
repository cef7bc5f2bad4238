namespace Windrow.Maps.Inputs.Planning;

/// <summary>Encoded GRIB (one message or several, one behind the other), or the reason why there is none.</summary>
internal readonly record struct DerivationResult
{
    private DerivationResult(ReadOnlyMemory<byte> octets, string? reason) => (Octets, Reason) = (octets, reason);

    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>A sentence for people; null when there is a result.</summary>
    public string? Reason { get; }

    public bool IsMade => Reason is null;

    public static DerivationResult Made(ReadOnlyMemory<byte> octets) => new(octets, null);

    public static DerivationResult None(string reason) => new(default, reason);
}
