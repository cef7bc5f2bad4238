using System.Globalization;
using Windrow.Core.Binary;
using Windrow.Core.Chains;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// A member as it is kept. What the set itself has to know stands first; behind it, where the members are to come out
/// again, the whole message, else where it came from.
/// </summary>
internal ref struct MemberRow
{
    // What is known of a member is without a tail.
    private static readonly StoredFormats NoFormats = new();

    private const byte Ready = 1;
    private const byte News = 2;

    private ByteReader _rest;

    public MessageId Identity { get; private set; }

    public MessageId Id { get; private set; }

    public DateTime Came { get; private set; }

    public MemberFacts Facts { get; private set; }

    /// <summary>The row of the same set that has the member itself, where this one has only what was told of it since; 0: this one.</summary>
    public int Of { get; private set; }

    /// <summary>Shares the prefix of its set, so that members stand one behind the other, in the order in which they came.</summary>
    public static string KeyOf(long set, int number) => string.Create(CultureInfo.InvariantCulture, $"{set:x16}/{number:x8}");

    /// <summary>Splits the key of a row.</summary>
    /// <param name="set">The key of the set's own row.</param>
    /// <param name="number">0 in the set's own row.</param>
    public static bool TrySplit(string key, out ReadOnlySpan<char> set, out int number)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        set = slash < 0 ? key : key.AsSpan(0, slash);
        number = 0;
        return slash < 0 || (int.TryParse(key.AsSpan(slash + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && number > 0);
    }

    /// <param name="options">What is kept of a member depends on them.</param>
    /// <param name="of">See <see cref="Of"/>; such a row ends with its head.</param>
    public static void WriteHead(ByteWriter writer, CollectOptions options, MessageId identity, MessageId id, DateTime came, ReadOnlySpan<int> are, in MemberFacts facts, int of = 0)
    {
        writer.UInt64(identity.High);
        writer.UInt64(identity.Low);
        writer.UInt64(id.High);
        writer.UInt64(id.Low);
        writer.Int64(came.Ticks);
        writer.Count(are.Length);
        foreach (var member in are)
            writer.Count(member);
        if (options.ReadyWhen is not null)
        {
            writer.Byte((byte)((facts.IsReady ? Ready : 0) | (of > 0 ? News : 0)));
            if (of > 0)
                writer.Count(of);
            MetadataBinary.Write(writer, facts.Known);
        }

        if (options.List is not null)
            writer.Text(facts.Entry ?? "");
    }

    public static void WriteOrigin(ByteWriter writer, Message message)
    {
        writer.Text(message.Origin.Source);
        writer.Text(message.Origin.Position);
        writer.Int64(message.Origin.Offset);
        writer.UInt64(message.Origin.Version);
        writer.Flag(message.Lineage is not null);
        if (message.Lineage is { } lineage)
            Lineage.Write(writer, lineage.Origins);
        var chain = ChainKeys.Of(message.Metadata);
        writer.Count(chain.Length);
        foreach (var plan in chain)
            writer.Text(plan.ToString());
    }

    /// <param name="are">Takes the numbers of the listed members that it is.</param>
    /// <exception cref="CorruptDataException">The bytes are no member.</exception>
    public static MemberRow Read(ReadOnlySpan<byte> state, CollectOptions options, List<int> are)
    {
        var reader = new ByteReader(state);
        var row = new MemberRow
        {
            Identity = new MessageId(reader.UInt64(), reader.UInt64()),
            Id = new MessageId(reader.UInt64(), reader.UInt64()),
            Came = reader.Time(),
        };
        for (var left = reader.Items(); left > 0; left--)
        {
            var member = reader.Count();
            if (member >= options.Members.Count)
                throw new CorruptDataException($"member {member} of {options.Members.Count} that are listed");
            are.Add((int)member);
        }

        var (isReady, known) = (true, Metadata.Empty);
        if (options.ReadyWhen is not null)
        {
            var flags = reader.Byte();
            if (flags > (Ready | News))
                throw new CorruptDataException($"a member with the flags {flags}");
            isReady = (flags & Ready) != 0;
            row.Of = (flags & News) != 0 ? (int)reader.Count() : 0;
            known = MetadataBinary.Read(ref reader, NoFormats);
        }

        row.Facts = new MemberFacts(isReady, known, options.List is null ? null : reader.Text());
        row._rest = reader;
        return row;
    }

    /// <summary>What stands behind the head.</summary>
    public ReadOnlySpan<byte> Rest() => _rest.Rest();

    /// <exception cref="CorruptDataException">The bytes are no origin.</exception>
    public MemberOrigin ReadOrigin()
    {
        var origin = new Origin(_rest.Text(), _rest.Text(), _rest.Int64(), _rest.UInt64());
        var inputs = _rest.Flag() ? Lineage.Read(ref _rest) : [origin];
        var chain = new MetadataValue[_rest.Items()];
        for (var i = 0; i < chain.Length; i++)
            chain[i] = _rest.Text();
        return new MemberOrigin(origin, inputs, chain);
    }

    /// <summary>What was kept of its metadata behind its origin, which is read before.</summary>
    /// <exception cref="CorruptDataException">The bytes are no metadata.</exception>
    public Metadata ReadHanded(StoredFormats formats) => MetadataBinary.Read(ref _rest, formats);

    /// <summary>Where the message of a member comes from, and its own metadata.</summary>
    /// <exception cref="CorruptDataException">The bytes are no message.</exception>
    public (Origin Origin, Metadata Metadata) ReadWithoutPayload(StoredFormats formats) => MessageBinary.ReadWithoutPayload(_rest.Rest(), formats);

    /// <exception cref="CorruptDataException">The bytes, or the payload that they name, are damaged.</exception>
    public Message ReadMessage(MessageBinary messages) => messages.Read(_rest.Rest());
}
