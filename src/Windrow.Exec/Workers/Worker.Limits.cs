using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Programs;
using Windrow.Exec.Processes;

namespace Windrow.Exec.Workers;

/// <content>What a worker may take of time and memory.</content>
internal sealed partial class Worker
{
    /// <summary>Kills it when it takes too long for a message, or holds too much memory.</summary>
    public void Watch()
    {
        WorkerTask head;
        TimeSpan time;
        lock (_lock)
        {
            if (_isLost || _underWay.Count == 0)
                return;
            head = _underWay.Peek();
            time = _setting.Time.GetElapsedTime(_headSince);
        }

        var options = _setting.Options;
        if (time > options.Timeout)
        {
            var said = head.Progress.Length > 0 ? $"; it said last: {head.Progress}" : "";
            Kill(head, ProgramEnd.Timeout, Failure.Transient(string.Create(CultureInfo.InvariantCulture, $"the worker '{_name}' did not answer within {options.Timeout.TotalSeconds:0.###} s and was killed{said}"), "raise 'timeout' where it needs longer"));
        }
        else if (options.Memory > 0 && Memory() is var used && used > options.Memory)
        {
            Kill(head, ProgramEnd.Memory, new Failure(
                ErrorClass.Fault, $"the worker '{_name}' ran out of memory: it held {MemoryText.Of(used)} where 'memory' allows {MemoryText.Of(options.Memory)}, and was killed", "raise 'memory', or give it less to do at a time"));
        }
    }

    /// <summary>What it does now.</summary>
    public ProgramProcess Look()
    {
        lock (_lock)
        {
            var isBusy = _underWay.TryPeek(out var head);
            return new ProgramProcess(Id, _name, Memory(), Math.Max(0, _underWay.Count - 1), isBusy ? _setting.Time.GetElapsedTime(_headSince) : null, head?.Progress ?? "");
        }
    }

    /// <param name="head">The message that is the reason; where the worker has done with it meanwhile, nothing happens. Null: no message is.</param>
    private void Kill(WorkerTask? head, ProgramEnd cause, Failure reason)
    {
        lock (_lock)
        {
            if (head is not null && (_underWay.Count == 0 || _underWay.Peek() != head))
                return;
            if (_reason is null)
                (_reason, _cause) = (reason, cause);
        }

        _child.Kill();
    }
}
