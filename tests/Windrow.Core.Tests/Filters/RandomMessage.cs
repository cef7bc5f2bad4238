using Windrow.Core.Messages;

namespace Windrow.Core.Tests.Filters;

/// <summary>Metadata of few keys and few values, so that random filters are true often enough; plain values beside it for the reference.</summary>
internal static class RandomMessage
{
    public static readonly string[] Keys = ["a", "b", "c", "d"];
    private static readonly object[] Values =
    [
        0L, 1L, 2L, 3L, 500L, -1L, 9007199254740993L, 0.0, 1.0, 2.0, 2.5, -0.0, 0.1, 9007199254740992.0, double.NaN, double.PositiveInfinity,
        1f, 2.5f, 0.1f, "", "a", "b", "ab", "1", "2.5", "x'y", "a%b", true, false,
        new DateTime(2026, 11, 20, 6, 0, 0, DateTimeKind.Utc), new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc), new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc),
    ];

    public static Dictionary<string, object> Next(Random random)
    {
        var values = new Dictionary<string, object>();
        foreach (var key in Keys)
        {
            if (random.Next(5) > 0)
                values[key] = Values[random.Next(Values.Length)];
        }

        return values;
    }

    public static Metadata ToMetadata(Dictionary<string, object> values)
    {
        var builder = new MetadataBuilder();
        foreach (var (key, value) in values)
            builder.Set(key, Of(value));
        return builder.Build();
    }

    public static MetadataValue Of(object value) => value switch
    {
        long integer => integer,
        double real => real,
        float single => single,
        string text => text,
        bool flag => flag,
        DateTime time => time,
        _ => throw new ArgumentException(value.GetType().Name),
    };
}
