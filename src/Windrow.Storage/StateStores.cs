using Windrow.Core.IO;
using Windrow.Core.State;

namespace Windrow.Storage;

/// <summary>State stores of every kind: where a location names a database, there, else on SQLite in its directory.</summary>
/// <param name="random">Tells one opening of a database from another.</param>
public sealed class StateStores(IFileSystem files, TimeProvider time, Random random) : IStateProvider
{
    private readonly SqliteStates _directories = new(files, time);
    private readonly PostgresStates _databases = new(files, time, random);

    public bool Exists(StateLocation location) => Of(location).Exists(location);

    public IStateReader Look(StateLocation location) => Of(location).Look(location);

    public IStateStore Open(StateLocation location, long maximum = 0) => Of(location).Open(location, maximum);

    private IStateProvider Of(StateLocation location) => location.Database is null ? _directories : _databases;
}
