namespace Windrow.Events.Amqp.Consuming;

/// <summary>
/// How many messages the broker may send ahead, so that about <c>prefetch-bytes</c> of bodies are under way: brokers count messages only. It follows the
/// size that bodies have, and begins low where large ones could not be borne.
/// </summary>
internal sealed class PrefetchWindow(int most, long bytes)
{
    private const int UsualBody = 64 << 10;
    private const int First = 16;
    private const double Weight = 1.0 / 16;

    private double _average;

    /// <summary>The number that the broker was told last.</summary>
    public ushort Current { get; private set; } = (ushort)(most * (long)UsualBody <= bytes ? most : Math.Min(First, most));

    /// <summary>A body has come.</summary>
    /// <returns>Whether the broker is to be told another number.</returns>
    public bool Observe(int length)
    {
        // What is larger than usual counts at once, what is smaller only after some.
        _average = length > _average ? length : _average + ((length - _average) * Weight);
        var wanted = Wanted;
        return wanted < Current / 2 || (wanted > Current && (wanted >= Current * 2 || wanted == most));
    }

    public void Change() => Current = Wanted;

    private ushort Wanted => (ushort)Math.Clamp((long)(bytes / Math.Max(1, _average)), 1, most);
}
