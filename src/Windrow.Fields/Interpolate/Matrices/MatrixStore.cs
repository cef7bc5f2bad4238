using System.Globalization;
using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Fields.Interpolate.Weights;

namespace Windrow.Fields.Interpolate.Matrices;

/// <summary>
/// Weights in a directory, each in a file named after the hash of everything it depends on. Files appear whole or not at all; one that cannot be
/// used is computed anew and replaced. A directory that cannot be written costs a warning and the time to compute.
/// </summary>
internal sealed class MatrixStore(EngineServices services, string directory, ILogger log)
{
    private const string Extension = ".weights";

    public string PathOf(WeightsRequest request) => Path.Combine(directory, request.Identity + Extension);

    /// <summary>The weights from their file, else computed and kept.</summary>
    public SparseMatrix Get(WeightsRequest request)
    {
        var path = PathOf(request);
        if (TryRead(request, path) is { } kept)
            return kept;
        var matrix = WeightsBuild.Of(request);
        try
        {
            Write(path, matrix, request.Identity);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            InterpolateLog.NotKept(log, path, exception.Message);
        }

        return matrix;
    }

    private SparseMatrix? TryRead(WeightsRequest request, string path)
    {
        try
        {
            if (services.Files.Find(path) is null)
                return null;
            var matrix = MatrixReader.Read(services.Files, path, out var identity);
            if (identity == request.Identity && matrix.Rows == request.Target.Points && matrix.Columns == request.Source.Points)
                return matrix;
            InterpolateLog.Damaged(log, path, "it holds other weights than its name says");
        }
        catch (Exception exception) when (exception is CorruptDataException or IOException or UnauthorizedAccessException)
        {
            InterpolateLog.Damaged(log, path, exception.Message);
        }

        return null;
    }

    private void Write(string path, SparseMatrix matrix, MessageId identity)
    {
        var files = services.Files;
        files.CreateDirectory(directory);
        var temporary = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $".{identity}.{services.Random.NextInt64():x16}"));
        try
        {
            using (var file = files.OpenWrite(temporary))
            {
                MatrixFile.Write(file, matrix, identity);
                file.Sync();
            }

            files.Move(temporary, path);
        }
        catch
        {
            if (files.Find(temporary) is not null)
                files.Delete(temporary);
            throw;
        }

        files.SyncDirectory(directory);
    }
}
