namespace Windrow.Core.Stages;

/// <summary>The messages of one key that wait in a stage, in order. At most one of them is worked on at a time.</summary>
internal sealed class KeyGroup
{
    private StageItem[] _items = new StageItem[4];
    private int _first;

    public KeyGroup(ulong key) => Key = key;

    public ulong Key { get; set; }

    public int Count { get; private set; }

    public bool IsRunning { get; set; }

    /// <summary>When the first of the messages came that are worked on, or were last.</summary>
    public uint RunningCame { get; set; }

    /// <summary>The neighbours among the groups of a stage without order.</summary>
    public KeyGroup? Next { get; set; }

    public KeyGroup? Previous { get; set; }

    public bool IsReady { get; set; }

    /// <summary>How many items at the front wait for another try; until then the whole group waits.</summary>
    public int Parked { get; set; }

    public int Priority { get; set; }

    /// <summary>When the oldest of its messages came; null when it has none.</summary>
    public uint? Oldest => IsRunning ? RunningCame : Count > 0 ? _items[_first].Came : null;

    public bool IsIdle => Count == 0 && !IsRunning && !IsReady;

    public void AddLast(in StageItem item)
    {
        Grow();
        _items[(_first + Count) & (_items.Length - 1)] = item;
        Count++;
    }

    /// <summary>Puts an item that is to be tried again before all that came later, behind those parked before it.</summary>
    public void Park(in StageItem item)
    {
        Insert(Parked, item);
        Parked++;
    }

    /// <summary>Puts items that were taken and not worked on back in front, behind those that are parked.</summary>
    public void GiveBack(ReadOnlySpan<StageItem> items)
    {
        for (var i = items.Length - 1; i >= 0; i--)
            Insert(Parked, items[i]);
    }

    public StageItem TakeFirst()
    {
        var item = _items[_first];
        _items[_first] = default;
        _first = (_first + 1) & (_items.Length - 1);
        Count--;
        return item;
    }

    private void Insert(int place, in StageItem item)
    {
        Grow();
        _first = (_first - 1) & (_items.Length - 1);
        for (var i = 0; i < place; i++)
            _items[(_first + i) & (_items.Length - 1)] = _items[(_first + i + 1) & (_items.Length - 1)];
        _items[(_first + place) & (_items.Length - 1)] = item;
        Count++;
    }

    private void Grow()
    {
        if (Count < _items.Length)
            return;
        var larger = new StageItem[_items.Length * 2];
        for (var i = 0; i < Count; i++)
            larger[i] = _items[(_first + i) & (_items.Length - 1)];
        _items = larger;
        _first = 0;
    }
}
