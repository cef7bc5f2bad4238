namespace Windrow.Events.Posttroll.Messages;

/// <summary>Which texts in the data of a message are times.</summary>
public enum TimeReading
{
    /// <summary>What <c>datetime.isoformat()</c> writes: a date, a T, hours, minutes and seconds.</summary>
    Written,

    /// <summary>All that <c>datetime.fromisoformat()</c> of Python 3.11 reads, as posttroll does: a plain date such as 20200101, too.</summary>
    All,

    /// <summary>None.</summary>
    None,
}
