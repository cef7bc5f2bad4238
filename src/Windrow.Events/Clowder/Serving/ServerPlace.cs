namespace Windrow.Events.Clowder.Serving;

/// <summary>That a flow has one server and no more.</summary>
internal sealed class ServerPlace
{
    private readonly Lock _lock = new();
    private ServerAction? _holder;

    public bool Take(ServerAction action)
    {
        lock (_lock)
        {
            if (_holder is not null)
                return false;
            _holder = action;
            return true;
        }
    }

    public void Leave(ServerAction action)
    {
        lock (_lock)
        {
            if (_holder == action)
                _holder = null;
        }
    }
}
