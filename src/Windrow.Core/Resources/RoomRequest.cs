namespace Windrow.Core.Resources;

/// <summary>The wish of one worker for room to work on a message. It belongs to the worker's lane and is used again and again.</summary>
/// <param name="name">Plan and action, for reports.</param>
/// <param name="className">The class of the work; null: none.</param>
/// <param name="admitted">Called when room was made for a request that had to wait, outside of any lock, on whatever thread made it.</param>
internal sealed class RoomRequest(string name, string? className, System.Action admitted)
{
    public string Name { get; } = name;

    public string? Class { get; } = className;

    /// <summary>Bytes.</summary>
    public long Memory { get; set; }

    /// <summary>Since when it waits.</summary>
    public DateTimeOffset Since { get; set; }

    public bool IsAdmitted { get; set; }

    /// <summary>It needs more than there is, so it would wait for ever.</summary>
    public bool IsRefused { get; set; }

    public void Proceed() => admitted();
}
