namespace Windrow.Fields.Triggers;

/// <summary>The files that the triggers of a flow append events to: several may name the same one, and each writes where it found the end. Safe for several threads.</summary>
internal sealed class EventFiles
{
    private readonly Dictionary<string, Lock> _turns = new(StringComparer.Ordinal);

    /// <summary>Waits until nobody else appends to the file.</summary>
    /// <returns>To be disposed when the event is written.</returns>
    public Lock.Scope Enter(string path)
    {
        Lock? turn;
        lock (_turns)
        {
            if (!_turns.TryGetValue(path, out turn))
                _turns.Add(path, turn = new Lock());
        }

        return turn.EnterScope();
    }
}
