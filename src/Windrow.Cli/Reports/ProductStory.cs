using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Cli.Reports;

/// <summary>Of what a product was made, and how, for people; inputs that are products themselves are followed to theirs.</summary>
internal sealed class ProductStory(KnownProducts known, TextWriter output)
{
    private const int InputsShown = 20;
    private const int Deepest = 8;

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Tells of many parts of one data set in a line each.</summary>
    public void List(IReadOnlyList<KnownProducts.Entry> entries)
    {
        Line(entries[0].Product.Path);
        foreach (var product in entries.Select(static entry => entry.Product))
            Line(string.Create(CultureInfo.InvariantCulture, $"  {product.Part}  made {TimeText.Format(product.At.UtcDateTime)} by {product.Plan}/{product.Action}, of {product.Inputs.Count} inputs"));
        Line(string.Create(CultureInfo.InvariantCulture, $"  {entries.Count} parts; --part NAME tells all of one, --part '*' of all"));
    }

    public void Print(KnownProducts.Entry entry)
    {
        var product = entry.Product;
        Line(product.Path);
        if (product.Part is { Length: > 0 } part)
            Line($"  part           {part}");
        Line(product.Part is null
            ? string.Create(CultureInfo.InvariantCulture, $"  bytes          {product.Offset} to {product.Offset + product.Length}")
            : string.Create(CultureInfo.InvariantCulture, $"  bytes          {product.Length}"));
        Line($"  made           {TimeText.Format(product.At.UtcDateTime)}, at try {product.Attempts.ToString(CultureInfo.InvariantCulture)}");
        foreach (var each in product.Tries)
            Line($"                 {TimeText.Format(each.At.UtcDateTime)} {each.Action} failed: {each.Reason}");
        Line($"  by             {product.Plan}/{product.Action}, {product.Location}");
        Line($"  configuration  {product.Configuration}");
        foreach (var line in entry.Configuration?.TrimEnd().Split('\n') ?? [])
            Line($"    {line}");
        Line($"  windrow        {product.Version}");
        if (entry.Run is { } run)
            Line(string.Create(CultureInfo.InvariantCulture, $"  run            {run.Number}, started {TimeText.Format(run.Start.UtcDateTime)}, {run.Process}"));
        else if (product.Run > 0)
            Line(string.Create(CultureInfo.InvariantCulture, $"  run            {product.Run}"));
        Line($"  message        {product.Id}");
        if (product.Inputs.Count > 0)
            Line($"  trace          {product.Inputs.Origins[^1].Id}");
        Line(string.Create(CultureInfo.InvariantCulture, $"  of             {product.Inputs.Count} inputs"));
        _told.Clear();
        _told.Add(product.Path);
        Inputs(product.Inputs, "    ", 1);
    }

    private void Inputs(Lineage inputs, string indent, int depth)
    {
        foreach (var origin in inputs.Origins[..Math.Min(InputsShown, inputs.Count)])
        {
            Line($"{indent}{origin}");
            if (depth < Deepest && Path.IsPathRooted(origin.Position) && _told.Add(origin.Position))
                Chain(origin.Position, indent + "  ", depth);
        }

        if (inputs.Count > InputsShown)
            Line(string.Create(CultureInfo.InvariantCulture, $"{indent}and {inputs.Count - InputsShown} more; --json lists all"));
    }

    private void Chain(string path, string indent, int depth)
    {
        foreach (var (product, _, _) in known.At(path))
        {
            Line(string.Create(CultureInfo.InvariantCulture, $"{indent}made {TimeText.Format(product.At.UtcDateTime)} by {product.Plan}/{product.Action}, configuration {product.Configuration}, of {product.Inputs.Count} inputs"));
            Inputs(product.Inputs, indent + "  ", depth + 1);
        }
    }

    private void Line(string text) => output.WriteLine(text);
}
