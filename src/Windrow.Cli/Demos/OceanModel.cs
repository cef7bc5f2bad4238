using System.Runtime.InteropServices;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Models;

namespace Windrow.Cli.Demos;

/// <summary>
/// An ocean-like model on the points of eORCA1, cut into bands of rows between ranks: each declares its part of the domain, sends its part of
/// the mask, and then writes its part of every field each hour. Temperatures are in °C, as ocean models have them.
/// </summary>
internal sealed class OceanModel(int ranks, int hours)
{
    /// <summary>Points of a row and rows of eORCA1, halo included.</summary>
    public const int Ni = 362;
    public const int Nj = 332;
    public const int Points = Ni * Nj;

    public const long Start = 20260101;

    private const string Domain = "T grid";
    private const double South = -85;
    private const double North = 89;

    /// <summary>Name, ECMWF's paramId, and mean value of the fields.</summary>
    public static IReadOnlyList<(string Name, long ParamId, double Mean)> Params { get; } = [("sst", 262101, 14), ("sss", 262100, 35), ("ssh", 262124, 0)];

    /// <summary>Bytes of all values that all ranks write.</summary>
    public long Bytes => (long)Points * sizeof(double) * Params.Count * hours;

    public long Parts => (long)ranks * Params.Count * hours;

    /// <summary>Two continents from pole to pole, and land around the south pole.</summary>
    public static bool IsLand(int point)
    {
        var (longitude, latitude) = Place(point);
        return latitude < -78 || Math.Abs(longitude - 100 - (15 * Math.Sin(latitude / 20))) < 18 || Math.Abs(longitude - 280 - (25 * Math.Cos(latitude / 30))) < 12;
    }

    /// <summary>The value of a param at a point and hour: a pattern that stays, and what all points have in common at that hour.</summary>
    public static double Value(int param, int point, int hour) => Pattern(param, point) + Moving(param, hour);

    /// <summary>A trend, and a daily cycle of the temperature.</summary>
    public static double Moving(int param, int hour) => (0.001 * hour) + (param == 0 ? 0.3 * Math.Cos((hour - 14) * 15 * Math.PI / 180) : 0);

    /// <summary>What a rank does from beginning to end.</summary>
    public void Run(int rank, ModelClient client)
    {
        var first = (int)((long)Nj * rank / ranks) * Ni;
        var count = ((int)((long)Nj * (rank + 1) / ranks) * Ni) - first;
        client.OpenConnections();
        client.Write(MessageKind.Domain, Describe(Domain, "ocean-domain-map", true).Set("representation", "unstructured").Build(), Map(first, count));
        client.WriteMask(Describe("mask", "ocean-mask", true).Set("domain", Domain).Set("level", 0L).Build(), Mask(first, count));
        var patterns = Params.Select((_, param) => Enumerable.Range(first, count).Select(point => Pattern(param, point)).ToArray()).ToList();
        var values = new double[count];
        for (var hour = 1; hour <= hours; hour++)
        {
            for (var param = 0; param < Params.Count; param++)
                WriteField(client, param, hour, patterns[param], values);
            client.Write(MessageKind.Flush, Flush(hour), Payload.None);
        }

        client.CloseConnections();
        client.Close();
    }

    private static unsafe void WriteField(ModelClient client, int param, int hour, double[] pattern, double[] values)
    {
        var moving = Moving(param, hour);
        for (var i = 0; i < values.Length; i++)
            values[i] = pattern[i] + moving;
        var metadata = Describe(Params[param].Name, "ocean-2d", false).Set("domain", Domain).Set("level", 0L).Set("paramId", Params[param].ParamId)
            .Set("startDate", Start).Set("startTime", 0L).Set("step", (long)hour).Set("timeStep", 3600L).Set("step-frequency", 1L)
            .Set("gridType", "unstructured_grid").Set("levtype", "o2d").Set("typeOfLevel", "oceanSurface").Set("type", "fc").Set("misc-precision", "double").Build();
        fixed (double* memory = values)
            client.WriteField(metadata, memory, Precision.Double, values.Length);
    }

    // A mean by latitude, and eddies.
    private static double Pattern(int param, int point)
    {
        var (longitude, latitude) = Place(point);
        var radians = Math.PI / 180;
        var zone = Math.Cos(latitude * radians);
        var eddies = Math.Sin(6 * longitude * radians) * Math.Cos(5 * latitude * radians);
        return Params[param].Mean + (param switch
        {
            0 => (14 * zone) - 7 + eddies,
            1 => (1.5 * zone) - 1 + (0.2 * eddies),
            _ => (0.6 * eddies) + (0.3 * Math.Sin(2 * latitude * radians)),
        });
    }

    private static (double Longitude, double Latitude) Place(int point) => (point % Ni * 360.0 / Ni, South + ((North - South) * (point / Ni) / (Nj - 1)));

    private static MetadataBuilder Describe(string name, string category, bool toAll) =>
        Metadata.From(("name", name), ("category", category), ("misc-globalSize", (long)Points), ("toAllServers", toAll)).Change();

    private Metadata Flush(int hour) => Metadata.From(("domain", Domain), ("flushKind", hour == hours ? "last-step" : "default"), ("toAllServers", true), ("step", (long)hour));

    private static BytesPayload Map(int first, int count)
    {
        var map = new int[count];
        for (var i = 0; i < count; i++)
            map[i] = first + i;
        return BytesPayload.Copy(MemoryMarshal.AsBytes(map.AsSpan()));
    }

    private static double[] Mask(int first, int count)
    {
        var mask = new double[count];
        for (var i = 0; i < count; i++)
            mask[i] = IsLand(first + i) ? 0 : 1;
        return mask;
    }
}
