using Windrow.Core.Configuration;

namespace Windrow.Core.Tests.Configuration;

public enum Colour
{
    Red,
    DarkBlue,
}

/// <summary>Options of every kind.</summary>
public sealed class SampleOptions
{
    public static readonly OptionSet<InnerOptions> Inner = new OptionSet<InnerOptions>("the inner part")
        .Integer("size", o => o.Size, (o, v) => o.Size = (int)v, "The size.", min: 1, required: true, example: "3");

    public static readonly OptionSet<SampleOptions> Set = new OptionSet<SampleOptions>("the sample")
        .Text("path", o => o.Path, (o, v) => o.Path = v, "Where to write | to.", required: true, example: "\"daily/{param}.grib\"", aliases: ["file-name"])
        .Flag("append", o => o.Append, (o, v) => o.Append = v, "Whether to append.")
        .Integer("count", o => o.Count, (o, v) => o.Count = (int)v, "How many.", min: 1, max: 10, unit: "hPa")
        .Number("factor", o => o.Factor, (o, v) => o.Factor = v, "The factor.", min: 0)
        .Duration("wait", o => o.Wait, (o, v) => o.Wait = v, "How long to wait.", max: TimeSpan.FromDays(2))
        .ByteSize("buffer", o => o.Buffer, (o, v) => o.Buffer = v, "The size of the buffer.", min: 1024)
        .Choice("colour", o => o.Colour, (o, v) => o.Colour = v, "The colour.", Colours)
        .Choices("colours", o => o.Several, (o, v) => o.Several = v, "Several colours.", Colours)
        .TextList("names", o => o.Names, (o, v) => o.Names = v, "The names.")
        .Map("set", o => o.Map, (o, v) => o.Map = v, "Keys to set.")
        .Nested("inner", Inner, (o, v) => o.Part = v, "The inner part.")
        .ListOf("parts", Inner, (o, v) => o.Parts = v, "Several inner parts.")
        .Node("match", (o, v) => o.Match = v, "A filter.", example: "[{a: 1}]")
        .Secret("password", (o, v) => o.Password = v, "The password.")
        .Parsed("grid", o => o.Grid, (o, v) => v.StartsWith('N') ? Kept(o.Grid = v) : "a grid starts with N", "The grid.", example: "N320")
        .Check((o, report) =>
        {
            if (o is { Append: true, Count: > 5 })
                report.Error("count", "append takes five at most", "write a smaller count");
        });

    private static (string, Colour)[] Colours => [("red", Colour.Red), ("dark-blue", Colour.DarkBlue)];

    public string Path { get; set; } = null!;

    public bool Append { get; set; }

    public int Count { get; set; } = 3;

    public double? Factor { get; set; }

    public TimeSpan Wait { get; set; } = TimeSpan.FromMinutes(90);

    public long Buffer { get; set; } = 65536;

    public Colour Colour { get; set; } = Colour.DarkBlue;

    public IReadOnlyList<Colour>? Several { get; set; }

    public IReadOnlyList<string> Names { get; set; } = ["a", "no"];

    public IReadOnlyDictionary<string, string>? Map { get; set; }

    public InnerOptions? Part { get; set; }

    public IReadOnlyList<InnerOptions> Parts { get; set; } = [];

    public ConfigNode? Match { get; set; }

    public Secret? Password { get; set; }

    public string? Grid { get; set; }

    private static string? Kept(string _) => null;
}
