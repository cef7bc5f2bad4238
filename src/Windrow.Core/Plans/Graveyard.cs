using Windrow.Core.Binary;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.Plans;

/// <summary>
/// Keeps the dead letters of a plan, and settles each message when its letter is durable. Without a state store a letter
/// is in the memory of the process only.
/// </summary>
/// <param name="atRest">Told when the last letter under way is durable and its message settled.</param>
internal sealed class Graveyard(FlowStore store, string configuration, System.Action<TimeSpan, Func<bool>> later, System.Action? atRest = null)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private int _underWay;

    /// <summary>Whether a message waits for its letter to be durable: what it owes is not done, and who made it may have more to do then.</summary>
    public bool IsBusy => Volatile.Read(ref _underWay) > 0;

    public void Bury(DeadLetter letter, Message message)
    {
        if (!store.IsAvailable)
        {
            message.Settle(Outcome.Dead);
            return;
        }

        Interlocked.Increment(ref _underWay);
        message.Own();
        if (!TryBury(letter, message))
            later(Again, () => TryBury(letter, message));
    }

    /// <summary>Keeps the letter of something that is no message.</summary>
    /// <param name="kept">Called when it is durable.</param>
    public void Bury(DeadLetter letter, System.Action kept)
    {
        if (!store.IsAvailable)
        {
            kept();
            return;
        }

        store.Submit(new LetterWrite(letter, configuration, [], null, failure =>
        {
            if (failure is null)
                kept();
        }));
    }

    /// <summary>Keeps a row that could not be read as it is, and what it held.</summary>
    public void Bury(DeadLetter letter, QueueRow row) => store.Submit(new LetterWrite(letter, configuration, row.Body, row.Payload, static _ => { }));

    // False: the disk does not take the payload now.
    private bool TryBury(DeadLetter letter, Message message)
    {
        var body = new ByteWriter();
        PayloadReference? payload = null;
        try
        {
            payload = store.Messages.Write(body, message);
        }
        catch (NotSupportedException)
        {
            // What cannot leave the process is told and gone; the letter says what it was.
            body.Clear();
        }
        catch (StateException exception)
        {
            // A store that is broken stops the flow; the message stays owed, and comes again.
            if (exception.Trouble is StateTrouble.Full or StateTrouble.Busy)
                return false;
            Leave();
            return true;
        }

        store.Submit(new LetterWrite(letter, configuration, body.Written.ToArray(), payload, failure =>
        {
            if (payload is not null)
                store.Open().Payloads.Release(payload);
            if (failure is null)
                message.Settle(Outcome.Dead);
            Leave();
        }));
        return true;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _underWay) == 0)
            atRest?.Invoke();
    }

    private sealed class LetterWrite(DeadLetter letter, string configuration, byte[] body, PayloadReference? payload, System.Action<StateException?> completed) : StateWrite
    {
        public override void Apply(IStateTransaction transaction) => transaction.PutDeadLetter(letter, configuration, body, payload);

        public override void Completed(StateException? failure) => completed(failure);
    }
}
