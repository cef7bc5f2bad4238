namespace Windrow.FlowTesting.Running;

/// <summary>Chance that is the same in every run of a test. Safe for several threads.</summary>
internal sealed class LockedRandom(int seed) : Random(seed)
{
    private readonly Lock _lock = new();

    protected override double Sample()
    {
        lock (_lock)
            return base.Sample();
    }

    public override double NextDouble()
    {
        lock (_lock)
            return base.NextDouble();
    }

    public override int Next()
    {
        lock (_lock)
            return base.Next();
    }

    public override int Next(int maxValue)
    {
        lock (_lock)
            return base.Next(maxValue);
    }

    public override long NextInt64()
    {
        lock (_lock)
            return base.NextInt64();
    }

    public override void NextBytes(Span<byte> buffer)
    {
        lock (_lock)
            base.NextBytes(buffer);
    }
}
