using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Programs;
using Windrow.Exec.Processes;
using Windrow.Exec.Scratches;
using Windrow.Exec.Workers.Protocol;

namespace Windrow.Exec.Workers;

/// <summary>
/// A long-lived program that works on one message after the other. Messages may be sent ahead; the worker takes them in their order. When it dies, or says
/// what it may not, the message that it had fails, and those behind it go back.
/// </summary>
internal sealed partial class Worker : IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly WorkerSetting _setting;
    private readonly ChildProcess _child;
    private readonly Scratch _scratch;
    private readonly WorkerNoise _noise;
    private readonly WorkerWriter _writer = new();
    private readonly Lock _writing = new();
    private readonly Lock _lock = new();
    private readonly Queue<WorkerTask> _underWay = new();
    private readonly HashSet<long> _known = [];
    private readonly List<long> _forget = [];
    private readonly ManualResetEventSlim _greeted = new();
    private readonly Thread _reader;
    private Failure? _reason;
    private ProgramEnd _cause;
    private volatile string _name;
    private long _headSince;
    private bool _isLost;
    private bool _isEnding;
    private volatile bool _isTooLarge;
    private long _weighedAt;
    private int _isDisposed;

    private Worker(WorkerSetting setting, ChildProcess child, Scratch scratch)
    {
        (_setting, _child, _scratch) = (setting, child, scratch);
        _name = setting.Name;
        _noise = new WorkerNoise(setting, () => _name, child.Error);
        setting.Pool.Gone += Forget;
        _reader = new Thread(Read) { IsBackground = true, Name = "worker replies" };
        _reader.Start();
    }

    public int Id => _child.Id;

    /// <summary>Messages that it got.</summary>
    public int Sent { get; private set; }

    /// <summary>It is to be replaced.</summary>
    public bool IsUsedUp => (_setting.Options.RecycleAfter > 0 && Sent >= _setting.Options.RecycleAfter) || _isTooLarge;

    /// <summary>Messages that it has not done with.</summary>
    public int UnderWay
    {
        get
        {
            lock (_lock)
                return _underWay.Count;
        }
    }

    public bool IsLost
    {
        get
        {
            lock (_lock)
                return _isLost;
        }
    }

    /// <summary>Starts one, and waits until it greets.</summary>
    /// <exception cref="ProgramException">It does not.</exception>
    public static Worker Start(WorkerSetting setting, CancellationToken stopping)
    {
        var scratch = setting.Scratch.Take();
        Worker worker;
        try
        {
            worker = new Worker(setting, ChildProcess.Start(setting.StartIn(scratch)), scratch);
        }
        catch
        {
            scratch.Dispose();
            throw;
        }

        try
        {
            worker.Greet();
            if (!worker._greeted.Wait(setting.Options.StartTimeout, stopping))
                worker.Kill(null, ProgramEnd.Start, Failure.Transient(string.Create(CultureInfo.InvariantCulture, $"it did not greet within {setting.Options.StartTimeout.TotalSeconds:0.###} s")));
        }
        catch (OperationCanceledException)
        {
            worker.Dispose();
            throw;
        }

        if (!worker.IsLost && worker._greeted.IsSet)
            return worker;
        worker.Dispose();
        throw new ProgramException($"the worker '{setting.Name}' does not start: {worker._reason?.Reason}") { Detail = worker._reason?.Detail };
    }

    /// <summary>Sends messages in their order, all in one go.</summary>
    /// <returns>False: the worker is lost, or takes no more.</returns>
    public bool TrySend(ReadOnlySpan<WorkerTask> tasks)
    {
        lock (_writing)
        {
            lock (_lock)
            {
                if (_isLost || _isEnding)
                    return false;
                foreach (var task in tasks)
                {
                    _writer.Message(task, task.Payload, task.Missing, _forget);
                    _forget.Clear();
                    if (task.Input is not null)
                        _known.Add(task.Input.Number);
                    if (_underWay.Count == 0)
                        _headSince = _setting.Time.GetTimestamp();
                    task.Sent();
                    _underWay.Enqueue(task);
                    Sent++;
                }
            }

            Flush();
            return true;
        }
    }

    /// <summary>Takes no more messages, and ends when it has done with those it has.</summary>
    public void Retire()
    {
        lock (_lock)
        {
            _isEnding = true;
            if (_underWay.Count > 0)
                return;
        }

        SayFarewell();
    }

    /// <summary>Bytes that it holds for itself.</summary>
    public long Memory() => _child.Memory();

    /// <summary>Ends it: by a word, and after a while by force.</summary>
    /// <param name="isForced">Without the word.</param>
    public void End(bool isForced)
    {
        if (!isForced)
        {
            Retire();
            _child.WaitForEnd(Farewell);
        }

        Dispose();
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        _child.Kill();
        if (Thread.CurrentThread != _reader)
            _reader.Join(Farewell);
        _setting.Pool.Gone -= Forget;
        _child.Dispose();
        _scratch.Dispose();
        _greeted.Dispose();
        _writer.Dispose();
    }

    private void Forget(long number)
    {
        lock (_lock)
        {
            if (_known.Remove(number))
                _forget.Add(number);
        }
    }

    private void SayFarewell()
    {
        lock (_writing)
        {
            _writer.Stop();
            Flush();
            try
            {
                _child.Input.Dispose();
            }
            catch (IOException)
            {
                // It is gone already.
            }
        }
    }

    private void Greet()
    {
        lock (_writing)
        {
            _writer.Hello(_setting.Action);
            Flush();
        }
    }

    private void Flush()
    {
        try
        {
            _child.Input.Write(_writer.Lines.Span);
            _child.Input.Flush();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It is gone: the thread that reads its replies finds that out, and tells.
        }

        _writer.Clear();
    }
}
