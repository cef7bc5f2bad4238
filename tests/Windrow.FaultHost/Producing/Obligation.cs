using System.Globalization;

namespace Windrow.FaultHost.Producing;

/// <summary>Something that was handed over to Windrow: from the moment that its file has its name, it may not be lost.</summary>
/// <param name="Number">Running number: of a line, or of the batch that a field belongs to.</param>
/// <param name="Sum">Checksum of what has to come out.</param>
internal sealed record Obligation(ObligationKind Kind, long Number, string Sum)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Number} {Sum}");

    public static Obligation Parse(string text)
    {
        var parts = text.Split(' ');
        return new Obligation(Enum.Parse<ObligationKind>(parts[0]), long.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]);
    }
}
