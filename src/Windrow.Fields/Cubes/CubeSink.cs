using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.Cubes.Fields;
using Windrow.Fields.Cubes.Storage;
using Windrow.Fields.Values;

namespace Windrow.Fields.Cubes;

/// <summary>
/// Writes fields to data sets that a pattern names. A message is settled when a commit has made its slice durable: with a flush message, when too
/// much waits, or after a time. Its effect is keyed: a field that comes again takes the place of the first.
/// </summary>
/// <param name="open">Opens the data set of a path, or makes it.</param>
internal sealed class CubeSink(CubeSinkOptions options, PlugInContext context, Func<string, ICubeStorage> open) : PlanAction
{
    private const int MaximumPending = 10_000;
    private const long MaximumPendingBytes = 256 << 20;

    // Commits take at most one part in so many of the time, as long as no flush asks for one.
    private const int LeastDistance = 10;

    private readonly string _root = RootOf(options.Path!.Text, context);
    private readonly CubeFieldReader _reader = new(options.Variable);
    private readonly Dictionary<string, CubeDataset> _open = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly List<Message> _pending = [];
    private ITimer? _timer;
    private long _pendingBytes;
    private bool _isTimed;
    private TimeSpan _lastCommit;

    // Files, compression, and a library with one lock.
    public override bool Waits => true;

    public override bool IsTerminal => true;

    public override void Start(ActionContext action) =>
        _timer = context.Services.Time.CreateTimer(_ => action.Post(WhenDue), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public override void Process(Message message, Output output)
    {
        if (message.Kind != MessageKind.Field)
        {
            output.Drop(message);
            return;
        }

        if (!TryPath(message, out var path, out var failure) || !MessageValues.TryRead(message, out var values, out failure))
        {
            output.Fail(message, failure!);
            return;
        }

        using (values)
            failure = _reader.TryRead(message, values.Field.Count, out var field, out failure) ? Write(path, field, values, output) : failure;
        if (failure is not null)
        {
            output.Fail(message, failure with { Reason = $"'{path}': {failure.Reason}" });
            return;
        }

        output.DeliverWhenDurable(message);
        _pending.Add(message);
        _pendingBytes += values.Field.Bytes;
        if (_pending.Count >= MaximumPending || _pendingBytes >= MaximumPendingBytes)
            Commit(output);
    }

    public override void EndBatch(bool more, Output output)
    {
        if (more || _isTimed || _pending.Count == 0)
            return;
        _isTimed = true;
        var distance = _lastCommit * LeastDistance;
        _timer!.Change(options.FlushEvery > distance ? options.FlushEvery : distance, Timeout.InfiniteTimeSpan);
    }

    public override void Flush(Message flush, Output output)
    {
        Commit(output);
        output.Deliver(flush);
    }

    // What is open may be what is broken.
    public override void Recover(Exception fault) => Forget();

    public override void Close()
    {
        _timer?.Dispose();
        Forget();
    }

    private Failure? Write(string path, CubeField field, in FieldValues values, Output output)
    {
        try
        {
            if (!_open.TryGetValue(path, out var dataset))
            {
                MakeRoom(output);
                _open[path] = dataset = new CubeDataset(open(path), options.PrecisionOfValues);
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
            Settle(message => output.Fail(message, Failure.Transient(exception.Message, null, exception)));
            return Failure.Transient(exception.Message, "see that the directory can be written and has room, and that the file is whole", exception);
        }
    }

    private void MakeRoom(Output output)
    {
        if (_open.Count < options.OpenFiles)
            return;
        Commit(output);
        if (_order.Count > 0)
            Abandon(_order[0]);
    }

    private void WhenDue(Output output)
    {
        _isTimed = false;
        Commit(output);
    }

    private void Commit(Output output)
    {
        if (_pending.Count == 0)
            return;
        var begin = context.Services.Time.GetTimestamp();
        try
        {
            foreach (var path in _order)
                _open[path].Commit();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nobody knows which of them are durable, so all are written again.
            Forget();
            Settle(message => output.Fail(message, Failure.Transient(exception.Message, null, exception)));
            return;
        }

        _lastCommit = context.Services.Time.GetElapsedTime(begin);
        Settle(static message => message.Settle(Outcome.Delivered));
    }

    private void Settle(System.Action<Message> settle)
    {
        Message[] settled = [.. _pending];
        _pending.Clear();
        _pendingBytes = 0;
        foreach (var message in settled)
            settle(message);
    }

    private void Abandon(string path)
    {
        if (_open.Remove(path, out var dataset))
            Dispose(dataset);
        _order.Remove(path);
    }

    private void Forget()
    {
        foreach (var dataset in _open.Values)
            Dispose(dataset);
        _open.Clear();
        _order.Clear();
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

    private bool TryPath(Message message, out string path, out Failure? failure)
    {
        failure = null;
        path = "";
        try
        {
            path = context.FullPath(options.Path!.Compose(message.Metadata));
        }
        catch (PatternException exception)
        {
            failure = Failure.Permanent(exception.Message, "set the value before, or leave the field out of 'path'");
            return false;
        }

        if (!path.StartsWith(_root, StringComparison.Ordinal))
            failure = Failure.Permanent($"the message's metadata lead to '{path}', outside of '{_root}'", "strip '/' and '..' from the values, for example with {name!R}");
        return failure is null;
    }

    // Values may name files, not leave the directories that the pattern itself names.
    private static string RootOf(string pattern, PlugInContext context)
    {
        var field = pattern.IndexOf('{', StringComparison.Ordinal);
        var fixedPart = field < 0 ? pattern : pattern[..field];
        var slash = fixedPart.LastIndexOf('/');
        return Path.TrimEndingDirectorySeparator(context.FullPath(slash < 0 ? "." : fixedPart[..(slash + 1)])) + "/";
    }
}
