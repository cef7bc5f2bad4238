using Windrow.Core.Binary;
using Windrow.Core.Messages;

namespace Windrow.Fields.Tests.Transport;

public class MetadataStreamTests
{
    private static readonly string[] Names = ["a", "bitmapPresent", "category", "domain", "level", "misc-globalSize", "name", "param", "step", "z", "misc-sourcePeer"];

    [Fact]
    public void Sets_come_out_as_they_went_in_whatever_came_before()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (writer, into) = (new MetadataStreamWriter(), new ByteWriter());
            var sent = Enumerable.Range(0, 100).Select(_ => Draw(random)).ToList();
            sent.ForEach(metadata => writer.Write(into, metadata));
            var reader = new MetadataStreamReader();
            var bytes = new ByteReader(into.Written);
            foreach (var metadata in sent)
                Exactly(reader.Read(ref bytes)).ShouldBe(Exactly(metadata), $"seed {seed}");
            bytes.IsAtEnd.ShouldBeTrue();
        }
    }

    [Fact]
    public void Added_key_is_in_every_set_and_wins()
    {
        var (writer, into) = (new MetadataStreamWriter(), new ByteWriter());
        Metadata[] sent = [Metadata.From(("name", "a"), ("zone", 1L)), Metadata.From(("misc-sourcePeer", "other/1"), ("name", "a")), Metadata.Empty, Metadata.From(("name", "b"), ("zone", 1L))];
        foreach (var metadata in sent)
            writer.Write(into, metadata);
        var reader = new MetadataStreamReader("misc-sourcePeer", "model/7");
        var bytes = new ByteReader(into.Written);
        foreach (var metadata in sent)
            reader.Read(ref bytes).ShouldBe(metadata.With("misc-sourcePeer", "model/7"));
    }

    [Fact]
    public void Part_like_the_one_before_takes_few_bytes_and_no_new_set()
    {
        var (writer, into) = (new MetadataStreamWriter(), new ByteWriter());
        var metadata = Metadata.From(("name", "sst"), ("level", 1L), ("missingValue", -999.0), ("category", "ocean-2d"));
        writer.Write(into, metadata);
        var first = into.Length;
        writer.Write(into, metadata.With("level", 1L));
        (into.Length - first).ShouldBe(2);
        writer.Write(into, metadata.With("level", 2L));
        (into.Length - first).ShouldBeLessThanOrEqualTo(13);
        var reader = new MetadataStreamReader();
        var bytes = new ByteReader(into.Written);
        reader.Read(ref bytes).ShouldBeSameAs(reader.Read(ref bytes));
    }

    [Fact]
    public void Tables_stay_bounded_and_both_ends_agree_on_what_is_in_them()
    {
        var (writer, into) = (new MetadataStreamWriter(), new ByteWriter());
        var sent = Enumerable.Range(0, 10_000).Select(static i => Metadata.From(($"key-{i % 300}", $"text-{i}"), ("level", (long)i))).ToList();
        sent.ForEach(metadata => writer.Write(into, metadata));
        var reader = new MetadataStreamReader();
        var bytes = new ByteReader(into.Written);
        foreach (var metadata in sent)
            reader.Read(ref bytes).ShouldBe(metadata);
    }

    [Fact]
    public void Damaged_bytes_are_refused_and_nothing_else()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var (writer, into) = (new MetadataStreamWriter(), new ByteWriter());
            for (var i = 0; i < 20; i++)
                writer.Write(into, Draw(random));
            var bytes = Damage.Of(into.Written.ToArray(), random);
            var reader = new MetadataStreamReader();
            try
            {
                var rest = new ByteReader(bytes);
                while (!rest.IsAtEnd)
                    _ = reader.Read(ref rest).ToString();
            }
            catch (CorruptDataException)
            {
                // As it should be.
            }
        }
    }

    private static Metadata Draw(Random random)
    {
        var builder = new MetadataBuilder();
        foreach (var name in Names)
        {
            if (random.Next(5) > 0)
                builder.Set(name, DrawValue(random, 0));
        }

        return builder.Build();
    }

    private static MetadataValue DrawValue(Random random, int depth) => random.Next(depth < 2 ? 12 : 9) switch
    {
        0 => random.Next(2) == 0,
        1 => (long)random.Next(4),
        2 => random.NextInt64(long.MinValue, long.MaxValue),
        3 => BitConverter.Int64BitsToDouble(random.NextInt64()),
        4 => random.Next(2) == 0 ? 0.0 : -0.0,
        5 => BitConverter.Int32BitsToSingle(random.Next()),
        6 => $"text-{random.Next(6)}",
        7 => new string('é', random.Next(400)),
        8 => TimeSpan.FromTicks(random.NextInt64(-1000, 1000)),
        9 => MetadataValue.Of(new MetadataList(DrawValue(random, depth + 1), DrawValue(random, depth + 1))),
        10 => MetadataValue.Of(Metadata.From(("inner", DrawValue(random, depth + 1)))),
        _ => MetadataValue.Of(new byte[] { 1, 2, (byte)random.Next(256) }),
    };

    // Bits and all: equality takes 0.0 for -0.0.
    private static string Exactly(Metadata metadata)
    {
        var writer = new ByteWriter();
        MetadataBinary.Write(writer, metadata);
        return Convert.ToHexString(writer.Written);
    }
}
