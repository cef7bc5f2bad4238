using System.Diagnostics;
using Windrow.Core.State;

namespace Windrow.Testing.Compliance.Stores;

/// <summary>A place for the state of one test, of the kind of store under test: empty when it is made, gone when it is disposed.</summary>
public abstract class StoreFixture : IDisposable
{
    /// <summary>Whether a store was made at the place.</summary>
    public abstract bool Exists { get; }

    /// <summary>Opens the store, and makes it when it is missing.</summary>
    public abstract IStateStore Open();

    /// <summary>Looks into the store, also while it is open.</summary>
    public abstract IStateReader Look();

    /// <summary>Opens it with a limit on its size; null: the kind has none of its own.</summary>
    public virtual IStateStore? OpenLimited(long bytes) => null;

    /// <summary>
    /// A process that opens the store and runs a <see cref="StoreWorkload"/> on it until it is killed, with a number on
    /// its standard output for each step that is durable; null: there is no such program.
    /// </summary>
    public virtual Process? StartWriter() => null;

    /// <summary>The payloads that rows name, by their hash, with the number of rows that name each.</summary>
    public abstract IReadOnlyDictionary<string, int> NamedPayloads();

    /// <summary>The payloads that are there, named or not, by their hash.</summary>
    public abstract IReadOnlyCollection<string> KeptPayloads();

    /// <summary>Changes an octet of a payload that is kept.</summary>
    public abstract void Damage(PayloadReference payload);

    /// <summary>What is wrong within the store, by its own means; empty: nothing.</summary>
    public abstract IReadOnlyList<string> Problems();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
