namespace Windrow.Fields.Grib.Keys;

/// <summary>Appends octets to a buffer of fixed size and remembers when they did not fit.</summary>
internal ref struct OctetWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public bool Overflowed { get; private set; }

    public void Add(byte octet) => Add([octet]);

    public void Add(scoped ReadOnlySpan<byte> octets) => AddForChange(octets);

    /// <summary>Appends octets and gives them back to be changed in place; empty when they did not fit.</summary>
    public Span<byte> AddForChange(scoped ReadOnlySpan<byte> octets)
    {
        if (octets.Length > _buffer.Length - Length)
        {
            Overflowed = true;
            return [];
        }

        var place = _buffer.Slice(Length, octets.Length);
        octets.CopyTo(place);
        Length += octets.Length;
        return place;
    }
}
