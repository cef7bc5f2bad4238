using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Exec.Programs;
using Windrow.Exec.Workers.Exchange;

namespace Windrow.Exec.Workers;

/// <summary>One message on its way through a worker.</summary>
internal sealed class WorkerTask(Message message) : IDisposable
{
    private readonly ManualResetEventSlim _changed = new(false, spinCount: 20);
    private List<ExchangeBuffer>? _lent;

    public Message Message { get; } = message;

    /// <summary>Where it is.</summary>
    public WorkerTaskState State { get; private set; } = WorkerTaskState.Unsent;

    /// <summary>Its number in the talk with the worker.</summary>
    public long Number { get; set; }

    /// <summary>What the worker's results have, beside what they say themselves.</summary>
    public Metadata Metadata { get; set; } = message.Metadata;

    /// <summary>What the worker works on: the message's payload, or what that was decoded to.</summary>
    public Payload Payload { get; set; } = message.Payload;

    /// <summary>What stands for a point of the payload without a value; null: nothing.</summary>
    public double? Missing { get; set; }

    /// <summary>The metadata that the worker is told: without anything that is looked up only when somebody asks.</summary>
    public Metadata Told { get; set; } = Metadata.Empty;

    /// <summary>The payload is where a worker finds it.</summary>
    public bool IsPrepared { get; set; }

    /// <summary>Holds the payload while the worker has it; null: it is a file, or there is none.</summary>
    public ExchangeBuffer? Input { get; set; }

    /// <summary>What the worker has made so far.</summary>
    public List<Product> Products { get; private set; } = [];

    /// <summary>Bytes of results.</summary>
    public long Written { get; set; }

    /// <summary>What the worker said last of how far it is; empty: nothing.</summary>
    public string Progress { get; set; } = "";

    public Failure? Failure { get; private set; }

    /// <summary>What is wrong with a result, though the worker thinks otherwise.</summary>
    public Failure? Wrong { get; set; }

    public void Sent()
    {
        _changed.Reset();
        State = WorkerTaskState.Sent;
    }

    public void Done()
    {
        ReleaseBuffers();
        Change(WorkerTaskState.Done);
    }

    public void Fail(Failure failure)
    {
        Failure = failure;
        Release();
        Change(WorkerTaskState.Failed);
    }

    /// <summary>The worker is gone and had not begun it: somebody else has to.</summary>
    public void GiveBack() => Change(WorkerTaskState.Unsent);

    /// <summary>Waits until the worker has done with it, or is gone.</summary>
    /// <exception cref="OperationCanceledException">The flow is to end.</exception>
    public void Wait(CancellationToken stopping) => _changed.Wait(stopping);

    /// <summary>The worker may fill this buffer.</summary>
    public void Lend(ExchangeBuffer buffer, long bytes)
    {
        (_lent ??= []).Add(buffer);
        Written += bytes;
    }

    /// <summary>Takes the results out, for somebody who ends them.</summary>
    public List<Product> TakeProducts()
    {
        var products = Products;
        Products = [];
        return products;
    }

    /// <summary>Takes a buffer out that the worker has filled, or changed in place; null: it has no such buffer.</summary>
    public ExchangeBuffer? Take(long number)
    {
        if (Input?.Number == number)
        {
            var input = Input;
            Input = null;
            return input;
        }

        var index = _lent?.FindIndex(buffer => buffer.Number == number) ?? -1;
        if (index < 0)
            return null;
        var found = _lent![index];
        _lent.RemoveAt(index);
        return found;
    }

    private void ReleaseBuffers()
    {
        Input?.Return();
        Input = null;
        foreach (var buffer in _lent ?? [])
            buffer.Return();
        _lent = null;
    }

    // Gives back what nobody has taken out.
    private void Release()
    {
        ReleaseBuffers();
        foreach (var product in Products)
            product.Payload?.Release();
        Products.Clear();
    }

    public void Dispose()
    {
        Release();
        _changed.Dispose();
    }

    private void Change(WorkerTaskState state)
    {
        State = state;
        _changed.Set();
    }
}
