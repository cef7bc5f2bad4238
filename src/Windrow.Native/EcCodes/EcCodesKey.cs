using System.Text;

namespace Windrow.Native.EcCodes;

/// <summary>The name of a key, encoded once as ecCodes wants it: UTF-8 with a zero octet at the end.</summary>
public readonly struct EcCodesKey
{
    private readonly byte[] _octets;

    /// <exception cref="ArgumentException">The name is empty or holds a zero character.</exception>
    public EcCodesKey(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("The name of a key cannot hold a zero character.", nameof(name));
        Name = name;
        _octets = Encoding.UTF8.GetBytes(name + "\0");
    }

    public string Name { get; }

    internal ReadOnlySpan<byte> Octets => _octets;

    public static implicit operator EcCodesKey(string name) => new(name);

    public override string ToString() => Name;
}
