using System.Text.RegularExpressions;
using Windrow.Maps.Inputs.Combining;
using Windrow.Maps.Inputs.Transform;

namespace Windrow.Maps.Tests.Inputs;

/// <summary>What arkimaps' own recipes ask for is understood. Their inputs are found by the shape of the lines: reading definitions is not tested here.</summary>
public sealed partial class ShippedDefinitionTests
{
    private const string Folder = "/work/shared/data/arkimaps/recipes";

    [Fact]
    public void Every_argument_of_vg6d_transform_is_known()
    {
        var arguments = Lines().Select(static line => Arguments().Match(line.Text)).Where(static match => match.Success).Select(static match => match.Groups[1].Value).Distinct().ToList();
        arguments.Count.ShouldBeGreaterThan(5);
        foreach (var list in arguments)
            TransformArguments.Parse(list.Split(',').Select(static word => word.Trim(' ', '"', '\'')));
    }

    [Fact]
    public void Every_expression_is_understood()
    {
        var found = 0;
        foreach (var (file, text) in Lines())
        {
            if (Expression().Match(text) is not { Success: true } match)
                continue;
            var name = match.Groups["name"].Value;
            var inputs = File.ReadLines(file).Select(static line => InputList().Match(line)).Where(static list => list.Success).Select(static list => list.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries)).ToList();
            // Which list belongs to it is told by the names that it uses.
            var fitting = inputs.Where(list => list.All(input => text.Contains(input, StringComparison.Ordinal))).MaxBy(static list => list.Length).ShouldNotBeNull(text);
            _ = new ExprDerivation(name, fitting, match.Groups["text"].Value);
            found++;
        }

        found.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Every_clip_is_understood()
    {
        var clips = Lines().Select(static line => Clip().Match(line.Text)).Where(static match => match.Success).ToList();
        clips.Count.ShouldBeGreaterThan(1);
        foreach (var clip in clips)
            _ = new GroundToMslDerivation(clip.Groups["name"].Value, ["z", "height"], clip.Groups["text"].Value);
    }

    private static IEnumerable<(string File, string Text)> Lines()
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"there is no {Folder}");
        return Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).SelectMany(static file => File.ReadLines(file).Select(line => (file, line)));
    }

    [GeneratedRegex(@"^\s*args: \[(.*)\]")]
    private static partial Regex Arguments();

    [GeneratedRegex(@"^\s*expr: ""?(?<text>(?<name>\w+) = [^""]*)")]
    private static partial Regex Expression();

    [GeneratedRegex(@"^\s*inputs: \[(.*)\]")]
    private static partial Regex InputList();

    [GeneratedRegex(@"^\s*clip: ""?(?<text>(?<name>\w+)\[[^""]*)")]
    private static partial Regex Clip();
}
