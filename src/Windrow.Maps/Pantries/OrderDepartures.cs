using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Maps.Kitchen;
using Windrow.Maps.Orders.Open;

namespace Windrow.Maps.Pantries;

/// <summary>
/// Lets orders leave a few at a time, so that those that wait need little memory and a flow that is stopped has few to finish. Each owes to the
/// pantry until all that is made of it is done; then the next leaves.
/// </summary>
/// <param name="where">The pantry's place in the flow, for reports.</param>
/// <param name="ahead">Maps that are under way at the same time.</param>
internal sealed class OrderDepartures(OpenKitchen kitchen, ActionContext action, string where, int ahead)
{
    private readonly List<Message> _barriers = [];
    private volatile bool _isClosed;

    /// <summary>A barrier that goes on when no order is open any more.</summary>
    public void Hold(Message barrier, Output output)
    {
        output.Hold(barrier);
        _barriers.Add(barrier);
        Leave(output);
    }

    public void Leave(Output output)
    {
        var book = kitchen.Book;
        while (!action.Leaving.IsCancellationRequested && book.MapsUnderWay < ahead && book.Take() is { } open)
            Emit(open, output);
        if (!book.IsDone && !action.Leaving.IsCancellationRequested)
            return;
        foreach (var barrier in _barriers)
            output.Emit(barrier);
        _barriers.Clear();
    }

    /// <summary>Has work done on the pantry's thread, until it is closed.</summary>
    public void Post(Action<Output> work)
    {
        if (_isClosed)
            return;
        action.Post(output =>
        {
            if (!_isClosed)
                work(output);
        });
    }

    public void Close() => _isClosed = true;

    private void Emit(OpenOrder open, Output output)
    {
        var origin = new Origin(where, open.Key.Path);
        var part = ActionContext.Owe(origin, outcome => Post(later =>
        {
            kitchen.Book.Done(open, outcome);
            Leave(later);
        }));
        // All are made before the first leaves, so that it is not settled before the others are known of.
        Message[] messages = [.. open.Maps.Select((map, number) => OrderMessage.Of(open, map, number, number == 0 ? part : part.Add(), origin))];
        foreach (var message in messages)
            output.Emit(message);
    }
}
