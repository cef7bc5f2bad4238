namespace Windrow.Fields.Aggregate;

/// <summary>How many fields of a flow are open in all its plans, for who looks at it from outside. Safe for several threads.</summary>
internal sealed class OpenFieldCounts
{
    private readonly Lock _lock = new();
    private readonly List<OpenFields> _all = [];

    /// <summary>Fields of which parts are missing, and the bytes of them and of parts that wait.</summary>
    public (int Count, long Bytes) Total
    {
        get
        {
            lock (_lock)
                return (_all.Sum(static fields => fields.Count), _all.Sum(static fields => fields.Bytes));
        }
    }

    public void Add(OpenFields fields)
    {
        lock (_lock)
            _all.Add(fields);
    }

    public void Remove(OpenFields fields)
    {
        lock (_lock)
            _all.Remove(fields);
    }
}
