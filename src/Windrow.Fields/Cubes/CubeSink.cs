using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Products;
using Windrow.Fields.Cubes.Fields;
using Windrow.Fields.Cubes.Storage;
using Windrow.Fields.Sinks;
using Windrow.Fields.Values;

namespace Windrow.Fields.Cubes;

/// <summary>
/// Writes fields to data sets that a pattern names. Its effect is keyed: a field that comes again takes the place of the first.
/// </summary>
/// <param name="open">Opens the data set of a path, or makes it.</param>
internal sealed class CubeSink(CubeSinkOptions options, PlugInContext context, Func<string, ICubeStorage> open) : CommittingSink(context.Services.Time, options.FlushEvery)
{
    private readonly ProductPath _path = new(options.Path!, context);
    private readonly CubeFieldReader _reader = new(options.Variable);
    private readonly Dictionary<string, CubeDataset> _open = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    protected override Failure? Write(Message message, Output output, out WrittenPlace place)
    {
        place = default;
        if (!_path.TryCompose(message.Metadata, out var path, out var failure) || !MessageValues.TryRead(message, out var values, out failure))
            return failure;
        using (values)
        {
            if (_reader.TryRead(message, values.Field.Count, out var field, out failure))
            {
                failure = Write(path, field, values, output);
                place = new WrittenPlace(values.Field.Bytes, path, field.Name);
            }
        }

        return failure is null ? null : failure with { Reason = $"'{path}': {failure.Reason}" };
    }

    protected override void Commit()
    {
        foreach (var path in _order)
            _open[path].Commit();
    }

    protected override void Forget()
    {
        foreach (var dataset in _open.Values)
            Dispose(dataset);
        _open.Clear();
        _order.Clear();
    }

    private Failure? Write(string path, CubeField field, in FieldValues values, Output output)
    {
        try
        {
            if (!_open.TryGetValue(path, out var dataset))
            {
                MakeRoom(output);
                _open[path] = dataset = Open(path);
            }

            _order.Remove(path);
            _order.Add(path);
            return dataset.Write(field, values);
        }
        catch (FailureException exception)
        {
            return exception.Failure;
        }
        catch (InvalidDataException exception)
        {
            return Failure.Permanent(exception.Message, "move what is there away, or write to another place", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What of it is on the disk is not known: it is read anew. The others that wait for the same file are written again.
            Abandon(path);
            WriteAgain(exception, output);
            return Failure.Transient(exception.Message, "see that the directory can be written and has room, and that the file is whole", exception);
        }
    }

    private CubeDataset Open(string path)
    {
        var turn = CubeLock.Take(path, context.Services.Files);
        try
        {
            return new CubeDataset(open(path), turn, options.PrecisionOfValues, !options.Path!.Fields.Contains("number"));
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    private void MakeRoom(Output output)
    {
        if (_open.Count < options.OpenFiles)
            return;
        CommitPending(output);
        if (_order.Count > 0)
            Abandon(_order[0]);
    }

    private void Abandon(string path)
    {
        if (_open.Remove(path, out var dataset))
            Dispose(dataset);
        _order.Remove(path);
    }

    private static void Dispose(CubeDataset dataset)
    {
        try
        {
            dataset.Dispose();
        }
        catch (IOException)
        {
            // The error that matters was the first.
        }
    }
}
