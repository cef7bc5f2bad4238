using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Domains;

namespace Windrow.Fields.Aggregate;

/// <summary>The fields that are open, by their identity, within a bound of memory. Safe for several threads.</summary>
internal sealed class OpenFields(FieldIdentity identity, long maximumBytes)
{
    private const int MaximumSpare = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, OpenField> _fields = [];
    private readonly Stack<OpenField> _spare = new();
    private long _bytes;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes of global fields, and of what else was reserved.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public static long BytesOf(int points, Precision precision) => (long)points * (precision == Precision.Double ? sizeof(double) : sizeof(float));

    /// <summary>The field that a part belongs to, opened when it is not; null: there is no room for another.</summary>
    /// <param name="generation">Of the field that is meant; it has ended when this has changed.</param>
    public OpenField? Find(ulong hash, Metadata metadata, Domain domain, Precision precision, out int generation, out bool isNew)
    {
        lock (_lock)
        {
            isNew = false;
            _fields.TryGetValue(hash, out var first);
            for (var field = first; field is not null; field = field.Next)
            {
                if (identity.AreSame(field.Metadata, metadata))
                {
                    generation = field.Generation;
                    return field;
                }
            }

            generation = 0;
            var bytes = BytesOf(domain.GlobalPoints, precision);
            if (_bytes + bytes > maximumBytes)
                return null;
            var opened = _spare.TryPop(out var spare) ? spare : new OpenField();
            opened.Begin(hash, domain, metadata, FieldPayload.Rent(precision, domain.GlobalPoints));
            opened.Next = first;
            _fields[hash] = opened;
            _bytes += bytes;
            _count++;
            (isNew, generation) = (true, opened.Generation);
            return opened;
        }
    }

    /// <summary>Takes a field out of the table; the caller holds its turn, and gives it back by <see cref="Return"/>.</summary>
    public void Remove(OpenField field)
    {
        lock (_lock)
        {
            var first = _fields[field.Hash];
            if (ReferenceEquals(first, field))
            {
                if (field.Next is null)
                    _fields.Remove(field.Hash);
                else
                    _fields[field.Hash] = field.Next;
            }
            else
            {
                while (!ReferenceEquals(first.Next, field))
                    first = first.Next!;
                first.Next = field.Next;
            }

            field.Next = null;
            _count--;
            _bytes -= field.Buffer.Bytes;
        }
    }

    /// <summary>Gives the object back for another field.</summary>
    public void Return(OpenField field)
    {
        lock (_lock)
        {
            if (_spare.Count < MaximumSpare)
                _spare.Push(field);
        }
    }

    /// <summary>Reserves memory for something else; false: there is no room.</summary>
    public bool TryReserve(long bytes)
    {
        lock (_lock)
        {
            if (_bytes + bytes > maximumBytes)
                return false;
            _bytes += bytes;
            return true;
        }
    }

    public void GiveBack(long bytes)
    {
        lock (_lock)
            _bytes -= bytes;
    }

    /// <summary>Those that are open now, with their generations, the longest idle first.</summary>
    public List<(OpenField Field, int Generation)> List()
    {
        var fields = new List<(OpenField Field, int Generation)>();
        lock (_lock)
        {
            foreach (var first in _fields.Values)
            {
                for (var field = first; field is not null; field = field.Next)
                    fields.Add((field, field.Generation));
            }
        }

        fields.Sort(static (left, right) => left.Field.LastCame.CompareTo(right.Field.LastCame));
        return fields;
    }
}
