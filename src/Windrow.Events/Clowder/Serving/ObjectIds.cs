using System.Buffers.Binary;
using System.Globalization;

namespace Windrow.Events.Clowder.Serving;

/// <summary>
/// Makes the ids that things have in Clowder: 24 hexadecimal digits that rise with time, also from one process to the next. They are those of MongoDB, seconds, process and
/// count, where the process is the millisecond of its start. Safe for several threads.
/// </summary>
internal sealed class ObjectIds(TimeProvider time, Random random)
{
    public const int Length = 24;

    private readonly ulong _process = (ulong)time.GetUtcNow().ToUnixTimeMilliseconds();
    private int _count = random.Next(1 << 23);

    public string Next()
    {
        Span<byte> bytes = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)time.GetUtcNow().ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt64BigEndian(bytes[4..], (_process << 24) | ((uint)Interlocked.Increment(ref _count) & 0xFFFFFF));
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>The same id for the same thing.</summary>
    public static string Of(Core.Messages.MessageId id) => string.Create(CultureInfo.InvariantCulture, $"{id}")[..Length];

    public static bool IsOne(string text) => text.Length == Length && text.All(char.IsAsciiHexDigit);
}
