using Windrow.Core;
using Windrow.Core.IO;
using Windrow.Core.State;
using Windrow.Storage.Postgres;

namespace Windrow.Storage;

/// <summary>State stores on PostgreSQL, a schema for each flow; see <see cref="StateLocation.Database"/>.</summary>
/// <param name="random">Tells one opening from another.</param>
public sealed class PostgresStates(IFileSystem files, TimeProvider time, Random random) : IStateProvider
{
    public bool Exists(StateLocation location)
    {
        using var connections = new PostgresConnections(location, InstanceSession.NameOf(ProcessIdentity.This, 0));
        using var connection = connections.Open();
        return PostgresErrors.Translating(connections.Address, () => PostgresSchema.VersionOf(connection, connections.Schema)) > 0;
    }

    public IStateReader Look(StateLocation location)
    {
        var connections = new PostgresConnections(location, InstanceSession.NameOf(ProcessIdentity.This, 0));
        try
        {
            using var connection = connections.Open();
            var version = PostgresErrors.Translating(connections.Address, () => PostgresSchema.VersionOf(connection, connections.Schema));
            if (version != PostgresSchema.Newest)
            {
                throw new StateException(StateTrouble.Unusable, PostgresSchema.Refusal(version, connections) ?? (version == 0
                    ? $"there is no state in {location}"
                    : $"the state in {location} has schema version {version}, this program reads {PostgresSchema.Newest}; run the flow once with it"));
            }

            return new PostgresReader(new PostgresReading(connections, waits: false), location);
        }
        catch
        {
            connections.Dispose();
            throw;
        }
    }

    public IStateStore Open(StateLocation location, long maximum = 0) => PostgresStore.Open(location, files, time, ProcessIdentity.This, random.NextInt64());

    /// <summary>Only what costs little: whether the state can be reached, and by this version.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Glance(StateLocation location)
    {
        try
        {
            using var connections = new PostgresConnections(location, InstanceSession.NameOf(ProcessIdentity.This, 0));
            using var connection = connections.Open();
            return PostgresSchema.Refusal(PostgresErrors.Translating(connections.Address, () => PostgresSchema.VersionOf(connection, connections.Schema)), connections);
        }
        catch (StateException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>The schema in which the state of a location is.</summary>
    /// <exception cref="StateException">The address cannot be used.</exception>
    public static string SchemaOf(StateLocation location)
    {
        using var connections = new PostgresConnections(location, "");
        return connections.Schema;
    }
}
