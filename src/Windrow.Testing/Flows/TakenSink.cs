using System.Runtime.InteropServices;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;

namespace Windrow.Testing.Flows;

/// <summary>The end of a plan: it remembers what came, and delivers it or, when told to, keeps it.</summary>
/// <param name="keeps">True: messages are held and never settled, so that everything before them stays owed.</param>
/// <param name="stopsAt">The message, counted from 1, that stands still within the sink until <see cref="GoOn"/>; 0: none.</param>
public sealed class TakenSink(bool keeps = false, int stopsAt = 0) : PlanAction, IDisposable
{
    private readonly ManualResetEventSlim _goesOn = new();
    private readonly Lock _lock = new();
    private readonly List<TakenMessage> _taken = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

    public override bool IsConcurrent => true;

    public override bool IsTerminal => true;

    /// <summary>What came, flushes included, in this order.</summary>
    public IReadOnlyList<TakenMessage> All
    {
        get
        {
            lock (_lock)
                return [.. _taken];
        }
    }

    /// <summary>What came, without flushes.</summary>
    public IReadOnlyList<TakenMessage> Messages => [.. All.Where(static each => !each.IsFlush)];

    /// <summary>Completes when so many messages have come.</summary>
    public Task Reached(int count)
    {
        lock (_lock)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            Tell();
            return reached.Task;
        }
    }

    /// <summary>Lets go of the message that stands still.</summary>
    public void GoOn() => _goesOn.Set();

    public void Dispose() => _goesOn.Dispose();

    public override void Process(Message message, Output output)
    {
        if (Remember(message) == stopsAt)
            _goesOn.Wait();
        if (keeps)
            output.Hold(message);
        else
            output.Deliver(message);
    }

    public override void Flush(Message flush, Output output)
    {
        Remember(flush);
        output.Deliver(flush);
    }

    private int Remember(Message message)
    {
        var content = $"{message.Kind} {message.Metadata.Materialise([])} {Describe(message.Payload)}";
        lock (_lock)
        {
            _taken.Add(new TakenMessage(message.Id, message.Kind, message.Origin, content));
            Tell();
            return _taken.Count;
        }
    }

    private void Tell()
    {
        var count = _taken.Count(static each => !each.IsFlush);
        foreach (var (wanted, reached) in _waiting)
        {
            if (count >= wanted)
                reached.TrySetResult();
        }
    }

    private static string Describe(Payload payload) => payload switch
    {
        BytesPayload bytes => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes.Span)),
        FieldPayload { Precision: Precision.Double } field => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(MemoryMarshal.AsBytes(field.Doubles))),
        FieldPayload field => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(MemoryMarshal.AsBytes(field.Singles))),
        FilePayload file => file.Path,
        _ => payload.GetType().Name,
    };
}
