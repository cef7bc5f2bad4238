using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Testing.Compliance;

namespace Windrow.Core.Tests.PlugIns.Compliance.Defects;

/// <summary>The compliance tests of a source that reads numbers from a file, a line each. Not public, so that nobody runs them by themselves.</summary>
/// <param name="read">What becomes of the lines.</param>
internal sealed class DefectiveSource(Func<string[], SourceContext, CancellationToken, Task> read) : SourceCompliance
{
    protected override string Yaml => "type: defect";

    protected override int Count => 12;

    /// <summary>A message of line <paramref name="number"/>, counted from 0.</summary>
    public static Message MessageOf(int number) => new(MessageKind.Event, Metadata.From(("number", (long)number)), Payload.None, new Origin("defect", "numbers.txt", number));

    protected override void Register(PlugInCatalog catalog) => catalog.Add(PlugIn.Source("defect", "Has a defect.", static () => DefectOptions.Set, (_, _) => new NumberSource(Path.Combine(Directory, "numbers.txt"), read)));

    protected override void MakeInput() => File.WriteAllLines(Path.Combine(Directory, "numbers.txt"), Enumerable.Range(0, Count).Select(static number => number.ToString(CultureInfo.InvariantCulture)));

    protected override int AddPoison()
    {
        File.AppendAllText(Path.Combine(Directory, "numbers.txt"), "this is no number\n");
        return 1;
    }

    private sealed class NumberSource(string path, Func<string[], SourceContext, CancellationToken, Task> read) : Source
    {
        public override SourcePromise Promise => SourcePromise.Replayable;

        public override Task RunAsync(SourceContext context, CancellationToken stop) => read(File.ReadAllLines(path), context, stop);
    }
}
