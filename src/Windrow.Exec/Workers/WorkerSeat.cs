namespace Windrow.Exec.Workers;

/// <summary>A place for one worker after the other.</summary>
internal sealed class WorkerSeat
{
    /// <summary>Held while its worker is replaced or gets messages.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Null: none was needed yet, or it is lost.</summary>
    public Worker? Worker { get; set; }

    /// <summary>How many threads are about to send to it; guarded by the pool's lock.</summary>
    public int Claims { get; set; }

    /// <summary>How much it has to do.</summary>
    public int Load => Claims + (Worker?.UnderWay ?? 0);
}
