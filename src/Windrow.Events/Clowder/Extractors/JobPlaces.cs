namespace Windrow.Events.Clowder.Extractors;

/// <summary>How many jobs a flow works on at the same time, over all places where it does. Safe for several threads.</summary>
internal sealed class JobPlaces
{
    private int _most;

    /// <summary>0: jobs are worked on nowhere, and so many as come are passed on.</summary>
    public int Most => Volatile.Read(ref _most);

    public void Open(int jobs) => Interlocked.Add(ref _most, jobs);

    public void Close(int jobs) => Interlocked.Add(ref _most, -jobs);
}
