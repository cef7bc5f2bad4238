using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;

namespace Windrow.Fields.Hammer;

/// <summary>
/// A load of synthetic fields: who sends how many, and the value of every point of each, so that whoever receives one knows what it has to be.
/// Values are whole numbers below 2^20, which both precisions hold exactly.
/// </summary>
/// <param name="Points">Of a global field; each client has a slice.</param>
public sealed record HammerLoad(int Clients, int Servers, int Points, int Params, int Levels, int Steps, Precision Precision)
{
    internal const string Domain = "hammer grid";

    /// <summary>What the server of a field is chosen by.</summary>
    internal static readonly IReadOnlyList<string> HashKeys = ["name", "level"];

    /// <summary>All global fields.</summary>
    public int Fields => checked(Params * Levels * Steps);

    /// <summary>Bytes of all values.</summary>
    public long Bytes => (long)Fields * Points * (Precision == Precision.Double ? sizeof(double) : sizeof(float));

    /// <summary>The points of a client: their first, and how many.</summary>
    internal (int First, int Count) Share(int client)
    {
        var first = (int)((long)Points * client / Clients);
        return (first, (int)((long)Points * (client + 1) / Clients) - first);
    }

    /// <summary>The metadata of a field by its number, which has the step in front.</summary>
    internal Metadata Describe(int field) => Metadata.From(
        ("name", string.Create(CultureInfo.InvariantCulture, $"p{field / Levels % Params}")), ("category", "hammer"), ("domain", Domain), ("level", (long)(field % Levels)),
        ("step", (long)(field / (Levels * Params))), ("levtype", "o3d"), ("gridType", "unstructured_grid"), ("misc-globalSize", (long)Points), ("misc-precision", Precision == Precision.Double ? "double" : "single"),
        ("startDate", 20260101L), ("startTime", 0L), ("timeStep", 3600L), ("toAllServers", false));

    /// <summary>The number of a field by its metadata; -1: it is none of this load.</summary>
    internal int NumberOf(Metadata metadata)
    {
        if (!metadata.TryGetInt64("level", out var level) || !metadata.TryGetInt64("step", out var step) || !metadata.TryGet("name", out var value) || !value.TryGetString(out var name)
            || name is not ['p', .. var digits] || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var param))
            return -1;
        return level >= 0 && level < Levels && param < Params && step >= 0 && step < Steps ? (int)((((step * Params) + param) * Levels) + level) : -1;
    }

    /// <summary>The value of a point of a field.</summary>
    internal static int Value(int field, int point) => ((point * 31) + (field * 7919)) & 0xFFFFF;

    /// <summary>Makes the part of a client.</summary>
    internal static void Fill<T>(Span<T> part, int field, int first)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        for (var i = 0; i < part.Length; i++)
            part[i] = T.CreateTruncating(Value(field, first + i));
    }

    /// <summary>The first point whose value is not what it has to be; -1: there is none.</summary>
    internal static int FirstWrong<T>(ReadOnlySpan<T> global, int field)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        for (var i = 0; i < global.Length; i++)
        {
            if (global[i] != T.CreateTruncating(Value(field, i)))
                return i;
        }

        return -1;
    }
}
