using System.Runtime.CompilerServices;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Encode.Drafts;

/// <summary>The values of moving keys, of which some are there.</summary>
internal struct MovingValues
{
    public const int Count = 16;

    private static readonly EcCodesKey[] Names =
    [
        "dataDate", "dataTime", "second", "forecastTime", "yearOfEndOfOverallTimeInterval", "monthOfEndOfOverallTimeInterval",
        "dayOfEndOfOverallTimeInterval", "hourOfEndOfOverallTimeInterval", "minuteOfEndOfOverallTimeInterval",
        "secondOfEndOfOverallTimeInterval", "lengthOfTimeRange", "P1", "P2", "level", "scaledValueOfFirstFixedSurface", "perturbationNumber",
    ];

    private Numbers _numbers;

    /// <summary>A bit for each key that is there.</summary>
    public int Present { get; private set; }

    public readonly bool Has(MovingKey key) => (Present & 1 << (int)key) != 0;

    public void Set(MovingKey key, long value)
    {
        _numbers[(int)key] = value;
        Present |= 1 << (int)key;
    }

    /// <summary>Sets a key that has no value yet.</summary>
    public void Complete(MovingKey key, long value)
    {
        if (!Has(key))
            Set(key, value);
    }

    /// <summary>Sets on a handle what differs from what was set before.</summary>
    /// <param name="before">What the handle has; nothing is known of keys that are not there.</param>
    public readonly void Apply(GribHandle handle, in MovingValues before)
    {
        for (var i = 0; i < Count; i++)
        {
            if (Has((MovingKey)i) && !(before.Has((MovingKey)i) && before._numbers[i] == _numbers[i]))
                handle.SetLong(Names[i], _numbers[i]);
        }
    }

    [InlineArray(Count)]
    private struct Numbers
    {
        private long _first;
    }
}
