using Windrow.Core.State;

namespace Windrow.Core.Checkpoints;

/// <summary>
/// Takes the state of a fold in for a checkpoint, piece by piece under keys of the fold's own. What was saved under a
/// key stays until it is saved anew or removed, so a fold saves only what has changed.
/// </summary>
public sealed class FoldState
{
    private readonly IStateStore _store;
    private readonly List<Piece> _pieces = [];

    internal FoldState(IStateStore store, bool everything)
    {
        _store = store;
        Everything = everything;
    }

    /// <summary>True: all of the state is to be saved, changed or not, as the checkpoint before came to nothing.</summary>
    public bool Everything { get; }

    /// <exception cref="StateException">A large piece could not be written.</exception>
    public void Put(string key, ReadOnlySpan<byte> state)
    {
        if (state.Length <= IPayloadStore.InlineAtMost)
            _pieces.Add(new Piece(key, state.ToArray(), null));
        else
            _pieces.Add(new Piece(key, [], _store.Payloads.Keep(state)));
    }

    public void Remove(string key) => _pieces.Add(new Piece(key, null, null));

    internal void Apply(IStateTransaction transaction, string scope)
    {
        foreach (var piece in _pieces)
        {
            if (piece.State is null)
                transaction.RemoveItem(scope, piece.Key);
            else
                transaction.PutItem(scope, piece.Key, piece.State, piece.Payload);
        }
    }

    /// <summary>The pieces are durable, or were given up.</summary>
    internal void Release()
    {
        foreach (var piece in _pieces)
        {
            if (piece.Payload is { } payload)
                _store.Payloads.Release(payload);
        }
    }

    private sealed record Piece(string Key, byte[]? State, PayloadReference? Payload);
}
