using System.Diagnostics.CodeAnalysis;
using Windrow.Core.Payloads;

namespace Windrow.Core.Binary;

/// <summary>The formats that stored payloads and lazy metadata can have, by name.</summary>
public sealed class StoredFormats
{
    private readonly Dictionary<string, PayloadFormat> _payloads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TailFormat> _tails = new(StringComparer.Ordinal);

    public StoredFormats() => Add(BytesFormat.Instance).Add(FieldFormat.Doubles).Add(FieldFormat.Singles).Add(FileFormat.Instance);

    /// <exception cref="ArgumentException">The name is taken.</exception>
    public StoredFormats Add(PayloadFormat format)
    {
        _payloads.Add(format.Name, format);
        return this;
    }

    /// <exception cref="ArgumentException">The name is taken.</exception>
    public StoredFormats Add(TailFormat format)
    {
        _tails.Add(format.Name, format);
        return this;
    }

    public bool TryGetPayload(string name, [NotNullWhen(true)] out PayloadFormat? format) => _payloads.TryGetValue(name, out format);

    public bool TryGetTail(string name, [NotNullWhen(true)] out TailFormat? format) => _tails.TryGetValue(name, out format);

    /// <summary>Takes in the formats of another, those that are here already excepted.</summary>
    /// <exception cref="ArgumentException">A name is that of another format; nothing was taken in.</exception>
    internal void Include(StoredFormats other)
    {
        foreach (var (name, format) in other._payloads)
        {
            if (_payloads.TryGetValue(name, out var there) && !ReferenceEquals(there, format))
                throw new ArgumentException($"there is another format of stored payloads named '{name}'");
        }

        foreach (var (name, format) in other._tails)
        {
            if (_tails.TryGetValue(name, out var there) && !ReferenceEquals(there, format))
                throw new ArgumentException($"there is another format of stored metadata named '{name}'");
        }

        foreach (var (name, format) in other._payloads)
            _payloads.TryAdd(name, format);
        foreach (var (name, format) in other._tails)
            _tails.TryAdd(name, format);
    }
}
