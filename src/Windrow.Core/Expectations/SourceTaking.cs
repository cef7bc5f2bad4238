namespace Windrow.Core.Expectations;

/// <summary>What a source has brought to a plan.</summary>
internal sealed class SourceTaking(string source)
{
    public string Source { get; } = source;

    /// <summary>When it brought the last message, or in an earlier run some message, UTC.</summary>
    public DateTime Last { get; set; }

    /// <summary>Messages in this run.</summary>
    public long Count { get; set; }
}
