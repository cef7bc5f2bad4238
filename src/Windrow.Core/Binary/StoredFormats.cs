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
}
