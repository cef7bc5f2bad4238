namespace Windrow.Maps.Inputs.Fields;

/// <summary>The decoded inputs of one result, all on the same grid; disposed together.</summary>
internal sealed class FieldList : IDisposable
{
    private readonly List<DecodedField> _fields = [];

    public DecodedField this[int index] => _fields[index];

    public int Count => _fields.Count;

    /// <summary>Bits per value of the finest.</summary>
    public int BitsPerValue => _fields.Max(static decoded => decoded.BitsPerValue);

    public void Dispose() => _fields.ForEach(static decoded => decoded.Dispose());

    public DecodedField Add(ReadOnlyMemory<byte> octets, string name)
    {
        var field = DecodedField.Open(octets, name);
        _fields.Add(field);
        _fields[0].CheckSameGrid(field);
        return field;
    }

    /// <summary>The first message of each; the names are those of the inputs that they belong to.</summary>
    /// <exception cref="Planning.DerivationException">One cannot be decoded, or is on another grid than the first.</exception>
    public static FieldList Open(IReadOnlyList<ReadOnlyMemory<byte>> messages, Func<int, string> nameOf)
    {
        var list = new FieldList();
        try
        {
            for (var i = 0; i < messages.Count; i++)
                list.Add(messages[i], nameOf(i));
            return list;
        }
        catch
        {
            list.Dispose();
            throw;
        }
    }
}
