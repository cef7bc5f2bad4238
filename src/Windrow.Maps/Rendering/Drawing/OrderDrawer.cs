using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Maps.Imaging;
using Windrow.Maps.Rendering.Checks;
using Windrow.Native.Magics;

namespace Windrow.Maps.Rendering.Drawing;

/// <summary>Draws an order in this process: checks, Magics, postprocessors, files. One at a time.</summary>
/// <remarks>The environment of Magics (<see cref="MagicsHome"/>) has to be set before.</remarks>
public sealed class OrderDrawer(EngineServices services)
{
    /// <summary>What the C++ library says of an allocation that failed, and Magics passes on.</summary>
    private const string NoMemory = "std::bad_alloc";

    private readonly OrderChecks _checks = new(services.Files);

    /// <summary>Magics refused something in the midst of an order, and its state in this process is not known: draw nothing more in it.</summary>
    public bool IsSpoiled { get; private set; }

    /// <summary>The last order failed as there was no memory for it; in a process that has drawn less there may be.</summary>
    public bool IsOutOfMemory { get; private set; }

    /// <summary>Never throws for what an order can do wrong; the failure is in the result, and then no file was written.</summary>
    public RenderResult Draw(MapOrder order)
    {
        var warnings = new List<string>();
        var start = services.Time.GetTimestamp();
        try
        {
            var outputs = DrawChecked(_checks.Check(order, warnings), warnings);
            return new RenderResult(order.Name, outputs, services.Time.GetElapsedTime(start), warnings, null);
        }
        catch (Exception exception)
        {
            var failure = exception is InvalidDataException ? Failure.Permanent(exception.Message, cause: exception) : Failure.From(exception);
            IsOutOfMemory = exception is OutOfMemoryException || exception.Message.Contains(NoMemory, StringComparison.Ordinal);
            Discard(order);
            return new RenderResult(order.Name, [], services.Time.GetElapsedTime(start), warnings, failure);
        }
    }

    /// <summary>Removes what was begun of an order, once nobody draws it any more.</summary>
    public void Discard(MapOrder order)
    {
        PictureFile.Discard(services.Files, order.Output);
        foreach (var picture in order.Pictures)
            PictureFile.Discard(services.Files, picture.File);
    }

    private IReadOnlyList<string> DrawChecked(MapOrder order, List<string> warnings)
    {
        var (files, folder) = (services.Files, Path.GetDirectoryName(Path.GetFullPath(order.Output))!);
        files.CreateDirectory(folder);
        // A file from before would look like one that Magics drew.
        PictureFile.Discard(files, order.Output);
        _ = MagicsLog.Take();
        try
        {
            IsSpoiled = true;
            MagicsPlot.Draw(order, PictureFile.Unfinished(order.Output));
            IsSpoiled = false;
        }
        finally
        {
            warnings.AddRange(MagicsLog.Take());
        }

        if (files.Find(PictureFile.Unfinished(order.Output)) is not { } drawn)
            throw new FailureException(Failure.Permanent("Magics drew no picture", "look at the warnings"));
        // It says nothing when the disk is full.
        if (!PictureFile.IsWhole(files, order.Output, drawn.Length))
            throw new FailureException(Failure.Transient($"Magics wrote only a part of '{order.Output}'", "is the disk full?"));
        if (order.Postprocess.Count == 0 && order.Tiles is null)
        {
            PictureFile.Publish(files, order.Output);
            files.SyncDirectory(folder);
            return [order.Output];
        }

        return Postprocessed(order, drawn.Length, folder, warnings);
    }

    private IReadOnlyList<string> Postprocessed(MapOrder order, long length, string folder, List<string> warnings)
    {
        var files = services.Files;
        var octets = new byte[length];
        using (var stream = files.OpenRead(PictureFile.Unfinished(order.Output)))
            stream.ReadExactly(octets);
        var picture = new Picture(PngReader.Read(octets), octets);
        foreach (var postprocessor in order.Postprocess)
            Postprocessing.Apply(postprocessor, picture, order.Georeference, files, warnings);
        if (order.Tiles is not { } tiles)
        {
            PictureFile.Publish(files, order.Output, picture.ToPng());
            files.SyncDirectory(folder);
            return [order.Output];
        }

        picture.PublishTiles(tiles, files);
        PictureFile.Discard(files, order.Output);
        return [.. tiles.Pictures.Select(static picture => picture.File)];
    }
}
