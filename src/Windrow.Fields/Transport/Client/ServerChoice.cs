using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Fields.Transport.Client;

/// <summary>
/// Chooses the server for a field by its hash keys. The hash is FNV-1a of 64 bits over the values as text, finished by
/// MurmurHash3's mixer: the same in every process, on every machine and in every version, so that all parts of a field meet.
/// </summary>
internal sealed class ServerChoice(IReadOnlyList<string> keys, Distribution distribution, int servers, long client, int clients, int used)
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const char Separator = '\x1f';

    private readonly MetadataSlot[] _keys = [.. keys.Select(static key => new MetadataSlot(key))];

    /// <summary>The server's index.</summary>
    /// <param name="missing">The hash key that the message does not have; null when it has all.</param>
    public int Of(Metadata metadata, out string? missing)
    {
        missing = null;
        var hash = Basis;
        var turn = 0UL;
        foreach (var key in _keys)
        {
            if (!key.TryGet(metadata, out var value))
            {
                missing = key.Key.Name;
                return 0;
            }

            // The number takes turns instead of being hashed: the levels of one parameter are spread to within one.
            if (distribution == Distribution.Even && value.TryGetInt64(out var number))
                turn += unchecked((ulong)number);
            else
                hash = Add(hash, value);
        }

        hash = Mix(hash);
        var count = (ulong)servers;
        return (int)(distribution switch
        {
            Distribution.HashedCyclic => (((ulong)client / (ulong)((clients + servers - 1) / servers)) + (hash % (ulong)used)) % count,
            Distribution.Even => ((hash % count) + (turn % count)) % count,
            _ => hash % count,
        });
    }

    private static ulong Add(ulong hash, in MetadataValue value)
    {
        if (value.TryGetString(out var text))
            return Add(hash, text.AsSpan());
        Span<char> digits = stackalloc char[20];
        return value.TryGetInt64(out var number) && number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture)
            ? Add(hash, digits[..length])
            : Add(hash, value.ToString().AsSpan());
    }

    private static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            hash = (hash ^ (byte)character) * Prime;
            if (character > byte.MaxValue)
                hash = (hash ^ (byte)(character >> 8)) * Prime;
        }

        return (hash ^ Separator) * Prime;
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
