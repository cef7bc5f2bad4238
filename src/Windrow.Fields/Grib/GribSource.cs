using Windrow.Core.Errors;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Core.Sources.Compression;
using Windrow.Fields.Grib.Framing;

namespace Windrow.Fields.Grib;

/// <summary>Reads GRIB from a file, from the files of a directory, or from standard input, to the end.</summary>
internal sealed class GribSource(GribSourceOptions options, PlugInContext plugIn) : Source, IStoredInputs
{
    private readonly GribReader _reader = new(new GribReadOptions { MaxMessageLength = (int)options.MaximumMessage });

    public override SourcePromise Promise => options.Path == "-" ? SourcePromise.Lossy : SourcePromise.Replayable;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        if (options.Path == "-")
        {
            await _reader.ReadAsync(new ContentInput("-", Metadata.Empty, () => Decompression.Open(context.Services.StandardInput()), Version: context.RunVersion), context, stop).ConfigureAwait(false);
            return;
        }

        var files = context.Services.Files;
        var path = plugIn.FullPath(options.Path);
        var entry = files.Find(path) ?? throw new FailureException(Failure.Permanent($"there is no file or directory '{path}'", "correct 'path'"));
        foreach (var file in entry.IsDirectory ? files.List(path, options.Recursive) : [entry])
        {
            if (!Path.GetFileName(file.Path.AsSpan()).StartsWith("."))
                await Read(file, context, stop).ConfigureAwait(false);
        }
    }

    private async Task Read(FileEntry file, SourceContext context, CancellationToken stop)
    {
        try
        {
            await _reader.ReadAsync(new ContentInput(plugIn.NameOf(file.Path), Metadata.Empty, () => Decompression.Open(context.Services.Files.OpenRead(file.Path)), Version: Origin.VersionOf(file)), context, stop).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            context.Reject(new Origin(context.Name, plugIn.NameOf(file.Path)), Failure.Permanent($"the file cannot be read: {exception.Message}", "check that it is there and readable", exception));
        }
    }

    public string? Root => options.Path == "-" ? null : plugIn.FullPath(options.Path);

    public bool FindsNewFiles => false;

    public IReadOnlyList<string> PlacesOf(string position) => Root is null ? [] : [position];

    public IReadOnlyList<StoredInput> List(string source)
    {
        var files = plugIn.Services.Files;
        if (Root is not { } path || files.Find(path) is not { } entry)
            return [];
        return [.. (entry.IsDirectory ? files.List(path, options.Recursive) : [entry])
            .Where(static file => !file.IsDirectory && !Path.GetFileName(file.Path.AsSpan()).StartsWith("."))
            .Select(file => new StoredInput(source, file.Path, file, file.Modified))];
    }

    public async Task ReadAsync(IReadOnlyList<StoredInput> inputs, SourceContext context, CancellationToken stop)
    {
        foreach (var input in inputs)
            await Read(input.File, context, stop).ConfigureAwait(false);
    }
}
