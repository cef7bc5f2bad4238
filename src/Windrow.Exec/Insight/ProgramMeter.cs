using Windrow.Core.Programs;

namespace Windrow.Exec.Insight;

/// <summary>Counts what the programs of an action do. Costs a few additions for each message. Safe for several threads.</summary>
/// <param name="action">Plan and action.</param>
/// <param name="processes">Those that are there.</param>
internal sealed class ProgramMeter(string action, Func<IReadOnlyList<ProgramProcess>> processes) : IProgramActivity
{
    private static readonly ProgramEnd[] Causes = Enum.GetValues<ProgramEnd>();

    private readonly long[] _ends = new long[Causes.Length];
    private long _started;
    private long _messages;
    private long _ticks;
    private long _bytesIn;
    private long _bytesOut;

    public string Action => action;

    public void Started() => Interlocked.Increment(ref _started);

    /// <summary>A message was worked on, well or not.</summary>
    public void Worked(TimeSpan time, long bytesIn, long bytesOut)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _ticks, time.Ticks);
        Interlocked.Add(ref _bytesIn, bytesIn);
        Interlocked.Add(ref _bytesOut, bytesOut);
    }

    public void Ended(ProgramEnd cause) => Interlocked.Increment(ref _ends[(int)cause]);

    public ProgramStatus Look() => new(
        processes(), Interlocked.Read(ref _started), Interlocked.Read(ref _messages), TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds,
        Interlocked.Read(ref _bytesIn), Interlocked.Read(ref _bytesOut), [.. Causes.Select(cause => (cause, Interlocked.Read(ref _ends[(int)cause])))]);
}
