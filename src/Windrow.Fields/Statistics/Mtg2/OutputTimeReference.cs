namespace Windrow.Fields.Statistics.Mtg2;

/// <summary>What <c>date</c>, <c>time</c> and <c>step</c> of a product are counted from.</summary>
public enum OutputTimeReference : byte
{
    /// <summary>From the beginning of the window for the streams clmn and clte, else from that of the forecast.</summary>
    ByStream,

    StartOfForecast,

    StartOfWindow,
}
