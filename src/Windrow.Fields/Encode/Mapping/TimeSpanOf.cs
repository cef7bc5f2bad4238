namespace Windrow.Fields.Encode.Mapping;

/// <summary>The interval that a field is for, and the time it refers to. All are UTC.</summary>
internal readonly record struct TimeSpanOf(DateTime Reference, DateTime Begin, DateTime End)
{
    /// <summary>Seconds from the reference time to the beginning.</summary>
    public long Start => (Begin - Reference).Ticks / TimeSpan.TicksPerSecond;

    /// <summary>Seconds from the beginning to the end.</summary>
    public long Length => (End - Begin).Ticks / TimeSpan.TicksPerSecond;
}
