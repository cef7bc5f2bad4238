namespace Windrow.Core.Expectations;

/// <summary>What came of one time that results are expected for. Guarded by its book.</summary>
internal sealed class Occurrence(DateTime slot)
{
    private readonly Dictionary<string, Arrival> _byKey = new(StringComparer.Ordinal);

    public DateTime Slot { get; } = slot;

    /// <summary>The different results that came, in order.</summary>
    public List<Arrival> Arrivals { get; } = [];

    /// <summary>Those that had come already.</summary>
    public List<Arrival> Duplicates { get; } = [];

    /// <summary>What was told of it last; <see cref="OccurrenceState.Waiting"/>: nothing.</summary>
    public OccurrenceState Told { get; set; }

    /// <summary>Who was to blame when it was told; null: nobody was found.</summary>
    public string? Culprit { get; set; }

    public Arrival? Find(string key) => _byKey.GetValueOrDefault(key);

    public void Add(Arrival arrival)
    {
        if (_byKey.TryAdd(arrival.Key, arrival))
            Arrivals.Add(arrival);
    }
}
