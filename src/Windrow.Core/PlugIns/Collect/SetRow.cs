using System.Globalization;
using Windrow.Core.Binary;
using Windrow.Core.PlugIns.Collect.News;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>A set as it is kept: all but its members. The rows of a set stand in front of those of its members.</summary>
internal static class SetRow
{
    // The first had no extension and no expected number.
    private const byte First = 1;
    private const byte Version = 2;

    public static string KeyOf(long number) => number.ToString("x16", CultureInfo.InvariantCulture);

    public static void Write(ByteWriter writer, CollectedSet set)
    {
        writer.Byte(Version);
        writer.Byte((byte)set.Phase);
        writer.Count(set.Due.Count);
        foreach (var due in set.Due)
        {
            writer.Count(due.Revision);
            writer.Count(due.UpTo);
            writer.Flag(due.IsComplete);
            writer.Flag(due.IsAlert);
        }

        writer.Count(set.Revision);
        writer.Int64(set.Began.Ticks);
        writer.Int64(set.Ended.Ticks);
        writer.Int64(set.Extended.Ticks);
        writer.Int64(set.Expected ?? -1);
        MetadataBinary.Write(writer, set.Key);
    }

    /// <exception cref="CorruptDataException">The bytes are no set.</exception>
    public static CollectedSet Read(ReadOnlySpan<char> key, ReadOnlySpan<byte> state, ExpectedMembers listed, StoredFormats formats, WaitingIndex? index = null)
    {
        var reader = new ByteReader(state);
        var phase = ReadPhase(ref reader, out var version);
        var due = new (int Revision, int UpTo, bool IsComplete, bool IsAlert)[reader.Items()];
        for (var i = 0; i < due.Length; i++)
            due[i] = ((int)reader.Count(), (int)reader.Count(), reader.Flag(), reader.Flag());
        var revision = (int)reader.Count();
        var (began, ended) = (reader.Time(), reader.Time());
        var (extended, expected) = version == First ? (0, -1) : (reader.Int64(), reader.Int64());
        if (!long.TryParse(key, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            throw new CorruptDataException($"a set with the number '{key}'");
        var set = new CollectedSet(number, MetadataBinary.Read(ref reader, formats), listed)
        {
            Index = index,
            Phase = phase,
            Revision = revision,
            Began = began,
            Ended = ended,
            Last = began,
            Extended = new TimeSpan(extended),
            Expected = expected < 0 ? null : expected,
        };
        foreach (var each in due)
            set.Due.Add(new Emission(set, each.Revision, each.UpTo, each.IsComplete, each.IsAlert));
        return set;
    }

    /// <summary>Whether the set is over and nothing of it is on its way.</summary>
    /// <exception cref="CorruptDataException">The bytes are no set.</exception>
    public static bool IsDone(ReadOnlySpan<byte> state)
    {
        var reader = new ByteReader(state);
        return ReadPhase(ref reader, out _) is SetPhase.Emitted or SetPhase.Dropped && reader.Count() == 0;
    }

    private static SetPhase ReadPhase(ref ByteReader reader, out byte version)
    {
        version = reader.Byte();
        if (version is not (First or Version))
            throw new CorruptDataException($"a set of version {version}, this program reads version {Version}");
        var phase = (SetPhase)reader.Byte();
        return phase is <= SetPhase.Dropped or SetPhase.Early ? phase : throw new CorruptDataException($"a set in phase {(byte)phase}");
    }
}
