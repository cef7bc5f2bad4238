using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Sources;
using Windrow.Core.Sources.Compression;

namespace Windrow.Core.PlugIns.Lines;

/// <summary>Reads JSON lines from a file or from standard input, to their end.</summary>
internal sealed class LinesSource(LinesOptions options, PlugInContext plugIn) : Source, IStoredInputs
{
    public override SourcePromise Promise => options.Path == "-" ? SourcePromise.Lossy : SourcePromise.Replayable;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        var isInput = options.Path == "-";
        var path = isInput ? "-" : plugIn.FullPath(options.Path);
        var name = isInput ? path : plugIn.NameOf(path);
        var version = isInput ? context.RunVersion : Origin.VersionOf(context.Services.Files.Find(path)
            ?? throw new FailureException(Failure.Permanent($"there is no file '{path}'", "correct 'path'")));
        var input = new ContentInput(name, Metadata.Empty, () => Decompression.Open(isInput ? context.Services.StandardInput() : context.Services.Files.OpenRead(path)), Version: version);
        try
        {
            await new LinesReader(options.Kind).ReadAsync(input, context, stop).ConfigureAwait(false);
        }
        catch (DecompressionException exception)
        {
            // To read it again would be in vain.
            context.Reject(new Origin(context.Name, name), Failure.Permanent($"the file cannot be read to its end: {exception.Message}", "take it from its origin again", exception));
        }
    }

    public string? Root => options.Path == "-" ? null : plugIn.FullPath(options.Path);

    public bool FindsNewFiles => false;

    public IReadOnlyList<string> PlacesOf(string position) => position == Root ? [position] : [];

    public IReadOnlyList<StoredInput> List(string source) =>
        Root is { } path && plugIn.Services.Files.Find(path) is { IsDirectory: false } file ? [new StoredInput(source, path, file, file.Modified)] : [];

    public Task ReadAsync(IReadOnlyList<StoredInput> inputs, SourceContext context, CancellationToken stop) => RunAsync(context, stop);
}
