using System.Buffers.Binary;

namespace Windrow.Fields.Tests.Transport;

/// <summary>Bytes as another program, or somebody who means harm, would send them.</summary>
internal static class Damage
{
    private static readonly long[] Lengths = [-1, int.MinValue, int.MaxValue, long.MaxValue, long.MinValue, 1 << 20, (1 << 20) + 1, 1L << 32, 0, 255];

    /// <summary>The bytes with one to three things done to them.</summary>
    public static byte[] Of(byte[] bytes, Random random)
    {
        var damaged = (byte[])bytes.Clone();
        for (var times = random.Next(1, 4); times > 0 && damaged.Length > 0; times--)
        {
            var at = random.Next(damaged.Length);
            switch (random.Next(6))
            {
                case 0:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    damaged = damaged[..at];
                    break;
                case 2:
                    // A piece is sent again elsewhere.
                    var from = random.Next(damaged.Length);
                    damaged = [.. damaged[..at], .. damaged[from..Math.Min(damaged.Length, from + random.Next(200))], .. damaged[at..]];
                    break;
                case 3:
                    damaged = [.. damaged[..at], .. damaged[Math.Min(damaged.Length, at + random.Next(64))..]];
                    break;
                case 4:
                    // Any four or eight bytes may be a length.
                    var length = Lengths[random.Next(Lengths.Length)];
                    if (at + 8 <= damaged.Length && random.Next(2) == 0)
                        BinaryPrimitives.WriteInt64LittleEndian(damaged.AsSpan(at), length);
                    else if (at + 4 <= damaged.Length)
                        BinaryPrimitives.WriteInt32LittleEndian(damaged.AsSpan(at), unchecked((int)length));
                    break;
                default:
                    random.NextBytes(damaged.AsSpan(at, Math.Min(16, damaged.Length - at)));
                    break;
            }
        }

        return damaged;
    }
}
